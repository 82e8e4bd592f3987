"""Coverage pauses in tests marked `repeats`: measured they take nearly twice as long, and show hardly a line more."""

from __future__ import annotations

import os
from collections.abc import Generator

import coverage
import pytest

# By this a process that starts knows that it is to be measured; coverage sets it again when it goes on.
IN_PROCESSES = "COVERAGE_PROCESS_CONFIG"
_paused: list[coverage.Coverage] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, object, object]:
    """Once for all that stand together: a pause takes a tenth of a second."""
    measuring = coverage.Coverage.current()
    if measuring is not None and _repeats(item):
        measuring.stop()
        os.environ.pop(IN_PROCESSES, None)
        _paused.append(measuring)
    try:
        return (yield)
    finally:
        if _paused and not _repeats(nextitem):
            _paused.pop().start()


def _repeats(item: pytest.Item | None) -> bool:
    return item is not None and item.get_closest_marker("repeats") is not None
