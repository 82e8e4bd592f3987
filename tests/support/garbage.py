"""What is imported and collected stays until the end: looking for garbage in it takes a sixth of the tests' time."""

from __future__ import annotations

import gc

OFTEN_ENOUGH = (10_000, 20, 20)

gc.disable()


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(*OFTEN_ENOUGH)
    gc.enable()
