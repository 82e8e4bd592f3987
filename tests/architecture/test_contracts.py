"""The laws of pyproject.toml that must hold at every commit."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands

ROOT = Path(settings.BASE_DIR)
APPS = ("accounts", "config", "generation", "jobs")
RAW_SQL_PLACES = (
    "jobs/queue/",
    "jobs/notifier.py",
    "jobs/notifier/",
    "config/preparation.py",
)


class TestImports:
    def test_keep_every_contract(self) -> None:
        command = Path(sys.executable).with_name("lint-imports")
        report = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
        assert report.returncode == 0, report.stdout


def raw_sql(source: str) -> Iterator[int]:
    """Lines of `source` that run SQL of their own: `cursor()`, `cursor.execute(...)` or `.raw(...)`."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner = ast.unparse(node.func.value)
        if node.func.attr in {"raw", "cursor"} or (node.func.attr.startswith("execute") and "cursor" in owner):
            yield node.lineno


class TestRawSql:
    def test_lives_in_the_queue_and_the_notifier_only(self) -> None:
        found = [
            f"{path}:{line}"
            for app in APPS
            for file in (ROOT / app).rglob("*.py")
            if not (path := file.relative_to(ROOT).as_posix()).startswith(RAW_SQL_PLACES) and "/migrations/" not in path
            for line in raw_sql(file.read_text())
        ]
        assert found == []

    @pytest.mark.parametrize(
        "source",
        [
            "cursor.execute('x')",
            "connection.cursor()",
            "Job.objects.raw('x')",
            "self._cursor.executemany('x')",
        ],
    )
    def test_is_recognised(self, source: str) -> None:
        assert list(raw_sql(source)) == [1]


class TestInstalledApps:
    def test_make_runworker_ours(self) -> None:
        assert get_commands()["runworker"] == "jobs"

    def test_put_own_commands_before_those_of_channels(self) -> None:
        apps = settings.INSTALLED_APPS
        assert apps.index("jobs") < apps.index("channels")

    def test_put_daphne_before_staticfiles(self) -> None:
        apps = settings.INSTALLED_APPS
        assert apps.index("daphne") < apps.index("django.contrib.staticfiles")


@pytest.mark.django_db
class TestMigrations:
    def test_are_complete(self) -> None:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
