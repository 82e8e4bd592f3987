"""The site's settings with the kinds of `tests.support.rough`, for worker processes that tests start."""

from config.settings import *  # noqa: F403 - Django reads settings from one namespace
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.support.rough"]
