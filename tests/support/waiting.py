"""Waiting for a fact with a deadline; a test never sleeps for a guessed time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

INTERVAL = 0.02


def wait_for(fact: Callable[[], T | None], *, within: float = 60.0, what: str = "") -> T:
    """Return `fact()` as soon as it is truthy; after `within` seconds fail, naming `what` was awaited."""
    deadline = time.monotonic() + within
    while not (value := fact()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within} s: {what or fact}; last seen: {value!r}")
        time.sleep(INTERVAL)
    return value


async def wait_for_async(fact: Callable[[], Awaitable[T]], *, within: float = 60.0, what: str = "") -> T:
    """`wait_for` for a fact that is awaited."""
    deadline = time.monotonic() + within
    while not (value := await fact()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within} s: {what or fact}; last seen: {value!r}")
        await asyncio.sleep(INTERVAL)
    return value
