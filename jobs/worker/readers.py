"""The threads in which handlers' reads run, each with a connection of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connection, connections

from jobs.threads import in_each
from jobs.worker.committer import RETRY_SECONDS

P = ParamSpec("P")
T = TypeVar("T")

logger = logging.getLogger(__name__)

READERS = 4


class Readers:
    """A few threads; each opens its connection with its first read and keeps it for as long as it works.

    To open one takes longer than most reads: SQLite is told its functions anew, PostgreSQL's is asked whether it lives.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="reader")

    async def read(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`function(...)`, again if the database went away: it only reads, or may be done twice."""

        def fresh() -> T:
            if connection.errors_occurred:
                connection.close()
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
        in_each(self._threads, READERS, connections.close_all)
        self._threads.shutdown(wait=False)
