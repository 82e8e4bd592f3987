"""Pools of threads whose threads keep something each, such as a connection."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

TOGETHER_SECONDS = 5.0


def in_each(threads: ThreadPoolExecutor, count: int, act: Callable[[], None]) -> None:
    """Have each of the `count` threads of the pool do `act` soon: they wait for each other, so that none does it twice.

    One that is kept busy for longer is not waited for.
    """
    together = Barrier(count)

    def once() -> None:
        with suppress(BrokenBarrierError):
            together.wait(TOGETHER_SECONDS)
        act()

    for _ in range(count):
        threads.submit(once)
