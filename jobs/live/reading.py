"""Database reads for the event loop of a web process, in a few threads of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from jobs.threads import in_each

P = ParamSpec("P")
T = TypeVar("T")

READERS = 4

_threads = ThreadPoolExecutor(READERS, thread_name_prefix="live")


class _Kept:
    """`by` so many; readers give their connections back where it is none."""

    by = 0


def keep() -> None:
    """From now on readers keep their connections: in a crowd, requests are before them in the line for another."""
    _Kept.by += 1


def let_go() -> None:
    """Undo one `keep`; after the last one, readers give their connections back."""
    _Kept.by -= 1
    if not _Kept.by:
        in_each(_threads, READERS, _give_back)


def _give_back() -> None:
    if not _Kept.by:
        connection.close()


async def read(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """`function(...)` on a healthy connection of one of the reader threads."""

    def work() -> T:
        return function(*args, **kwargs)

    return await asyncio.get_running_loop().run_in_executor(_threads, _on_kept if _Kept.by else _on_fresh, work)


def _on_fresh(work: Callable[[], T]) -> T:
    close_old_connections()
    try:
        return work()
    finally:
        close_old_connections()


def _on_kept(work: Callable[[], T]) -> T:
    """Again on another connection, where the one that was kept had broken meanwhile."""
    is_kept = connection.connection is not None
    try:
        return work()
    except (OperationalError, InterfaceError):
        connection.close()
        if not is_kept:
            raise
    return work()
