"""The site's settings and one kind more: the benchmarks' job that does nothing."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks._noop.NoopConfig"]
