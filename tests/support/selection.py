"""Which tests run on which database, and what could not run at all.

`make test` runs the suite in parts (`--part`). On SQLite and on PostgreSQL: `crashes` (under `acceptance`), `races`
(under `concurrency`), `each` (the others). Tests under `unit` and `architecture` and those marked `browser` or `once`
tell the same on every database and run on the first only: `processes` those that start processes (under `acceptance`),
`once` the others. Those marked `thorough` run where RACE_ROUNDS is set, as `make race` does.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings

from tests.support import browser

PARTS = ("each", "races", "crashes", "once", "processes")
ONCE_DIRECTORIES = {"unit", "architecture"}
DIRECTORIES = ONCE_DIRECTORIES | {"acceptance", "concurrency", "integration"}
# Where a part has all of its tests; what is elsewhere is not even imported.
PLACES = {
    "each": {"architecture", "integration"},
    "races": {"concurrency"},
    "crashes": {"acceptance"},
    "processes": {"acceptance"},
}
TESTS = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--part", choices=["all", *PARTS], default="all", help="of the suite, as make test runs it")
    parser.addoption("--not-run", metavar="FILE", help="append what could not run on this machine to FILE")


def _runs_once(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("once") or item.get_closest_marker("browser")
    return _directory(item) in ONCE_DIRECTORIES or marked is not None


def _directory(item: pytest.Item) -> str:
    return item.path.relative_to(TESTS).parts[0]


def _wanted(item: pytest.Item, *, part: str, database: str) -> bool:
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[database]
    if item.get_closest_marker(other) is not None:
        return False
    if item.get_closest_marker("thorough") is not None and "RACE_ROUNDS" not in os.environ:
        return False
    return part in {"all", _part_of(item, bound=item.get_closest_marker(database) is not None)}


def _part_of(item: pytest.Item, *, bound: bool) -> str:
    on_each = bound or not _runs_once(item)
    match _directory(item):
        case "unit":
            return "once"
        case "acceptance":
            return "crashes" if on_each else "processes"
        case "concurrency" if on_each:
            return "races"
        case _:
            return "each" if on_each else "once"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    places = PLACES.get(config.getoption("--part"))
    is_of_another = places and collection_path.parent == TESTS and collection_path.name in DIRECTORIES - places
    return True if is_of_another else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    database = "sqlite" if settings.DATABASE_IS_SQLITE else "postgresql"
    part = config.getoption("--part")
    wanted = [item for item in items if _wanted(item, part=part, database=database)]
    if len(wanted) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
        items[:] = wanted
    if browser.executable() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=browser.MISSING))


def _skips(reporter: pytest.TerminalReporter) -> dict[str, int]:
    counts: dict[str, int] = {}
    for report in reporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reason = reason.removeprefix("Skipped: ")
        counts[reason] = counts.get(reason, 0) + 1
    return counts


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skips = _skips(reporter) if reporter else {}
    if (target := session.config.getoption("--not-run")) and skips:
        with Path(target).open("a") as file:
            file.writelines(f"{count} tests: {reason}\n" for reason, count in skips.items())
    if skips and os.environ.get("REQUIRE_ALL") == "1" and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if skips := _skips(terminalreporter):
        terminalreporter.section("could not run on this machine")
        for reason, count in skips.items():
            terminalreporter.line(f"{count} tests: {reason}")
