"""What coverage measures: of a test with cases the first, and none that repeats or is about structure.

Measured, a test takes nearly twice as long; the others show hardly a line more.
"""

from __future__ import annotations

import os
from collections.abc import Generator

import coverage
import pytest

# By this a process that starts knows that it is to be measured; coverage sets it again when it goes on.
IN_PROCESSES = "COVERAGE_PROCESS_CONFIG"
# Ours, and what Hypothesis marks: over many inputs, what plain tests beside them run too.
REPEATING = ("repeats", "hypothesis")
# Below these folders, or in files of these names: the shape of the code, and code that runs once a release.
ABOUT_STRUCTURE = {"architecture", "migrations", "test_migrations.py"}
_unmeasured: set[pytest.Item] = set()
_paused: list[coverage.Coverage] = []


def pytest_collection_finish(session: pytest.Session) -> None:
    seen: set[str] = set()
    for item in session.items:
        name = item.nodeid.partition("[")[0]
        repeats = any(item.get_closest_marker(mark) for mark in REPEATING)
        if name in seen or repeats or ABOUT_STRUCTURE & {*item.path.parts}:
            _unmeasured.add(item)
        seen.add(name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, object, object]:
    """One pause for all that stand together."""
    measuring = coverage.Coverage.current()
    if measuring is not None and item in _unmeasured:
        measuring.stop()
        os.environ.pop(IN_PROCESSES, None)
        _paused.append(measuring)
    try:
        return (yield)
    finally:
        if _paused and nextitem not in _unmeasured:
            _go_on(_paused.pop())


def _go_on(measuring: coverage.Coverage) -> None:
    """Without asking of each imported module again whether it is measured, which takes a tenth of a second."""
    measuring._warn_preimported_source = False
    measuring.start()
