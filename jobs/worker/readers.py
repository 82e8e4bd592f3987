"""The threads in which handlers' reads run, each with a connection of its own."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from jobs.worker.committer import RETRY_SECONDS

P = ParamSpec("P")
T = TypeVar("T")

logger = logging.getLogger(__name__)

READERS = 4
CLOSING_SECONDS = 5.0


class Readers:
    """A few threads; each opens its connection with its first read."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="reader")

    async def read(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`function(...)`, again if the database went away: it only reads, or may be done twice."""

        def fresh() -> T:
            close_old_connections()
            return function(*args, **kwargs)

        loop = asyncio.get_running_loop()
        tries = 0
        while True:
            try:
                return await loop.run_in_executor(self._threads, fresh)
            except (OperationalError, InterfaceError) as error:
                # The database is away: that is not the job's failure. Its time limit bounds the waiting.
                wait = RETRY_SECONDS[min(tries, len(RETRY_SECONDS) - 1)]
                logger.warning("database unavailable, reading again in %.2f s: %s", wait, error)
                await asyncio.sleep(wait)
                tries += 1

    def stop(self) -> None:
        # Each thread has connections of its own: the barrier keeps one thread from closing twice.
        all_here = threading.Barrier(READERS)

        def close() -> None:
            all_here.wait(CLOSING_SECONDS)
            connections.close_all()

        for _ in range(READERS):
            self._threads.submit(close)
        self._threads.shutdown(wait=False)
