"""A process without the web: the same tables and commands, and none of what only serves pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands

from config.worker_apps import COMMANDS, WEB_ONLY, without_web

SCRIPT = """
import json, sys
import django
django.setup()
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import get_commands
import jobs.management.commands.runworker
loaded = sorted({name.partition(".")[0] for name in sys.modules})
print(json.dumps({
    "runworker": get_commands()["runworker"],
    "faults": [str(fault) for fault in run_checks() if fault.is_serious()],
    "models": sorted(model._meta.label for model in apps.get_models()),
    "packages": loaded,
}))
"""
HEAVY = {
    "PIL",
    "autobahn",
    "charset_normalizer",
    "daphne",
    "drf_spectacular",
    "genai_prices",
    "openai",
    "psycopg",
    "rest_framework",
    "rich",
    "semantic_text_splitter",
    "twisted",
    "unfold",
}


@pytest.fixture(scope="module")
def worker() -> dict[str, object]:
    """What a worker's process has loaded once it is about to run."""
    environ = os.environ | {"WITHOUT_WEB": "true", "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": ""}
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=settings.BASE_DIR, env=environ, check=True, capture_output=True
    )
    return json.loads(ran.stdout)


class TestProcessWithoutTheWeb:
    def test_runs_our_own_worker(self, worker):
        assert worker["runworker"] == get_commands()["runworker"] == "jobs"

    def test_passes_the_checks_that_its_commands_begin_with(self, worker):
        assert [] == worker["faults"]

    def test_has_every_table(self, worker):
        assert worker["models"] == sorted(model._meta.label for model in apps.get_models())

    def test_loads_nothing_that_only_pages_need(self, worker):
        assert HEAVY.intersection(worker["packages"]) == set()


class TestCommands:
    def test_are_all_of_our_own_but_the_one_that_describes_the_api(self):
        own = {name for name, app in get_commands().items() if app in {"accounts", "config", "generation", "jobs"}}
        assert {"docs"} == own - COMMANDS
        assert own >= COMMANDS


class TestWithoutWeb:
    def test_keeps_the_order(self):
        kept = [app for app in settings.INSTALLED_APPS if app not in WEB_ONLY and app != "django.contrib.admin"]
        assert kept == [app for app in without_web(settings.INSTALLED_APPS) if "admin" not in app]

    def test_knows_every_app_it_leaves_out(self):
        assert WEB_ONLY <= set(settings.INSTALLED_APPS)
