"""Gives handlers their writes (through the committer) and reads (in a few threads)."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from jobs.queue.writes import Batch, Custodian
from jobs.selectors.checkpoints import find_checkpoint
from jobs.worker.committer import RETRY_SECONDS, Committer

P = ParamSpec("P")
T = TypeVar("T")

logger = logging.getLogger(__name__)

READERS = 4
CLOSING_SECONDS = 5.0


class WorkerRecorder:
    """Implements `jobs.handlers.Recorder` for one worker process."""

    def __init__(self, committer: Committer) -> None:
        self._committer = committer
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")

    async def write(self, custodian: Custodian, batch: Batch) -> None:
        await self._committer.write(custodian, batch)

    async def find_checkpoint(self, custodian: Custodian, name: str, input_hash: str) -> tuple[bool, Any]:
        return await self.read(find_checkpoint, custodian.job_id, name, input_hash)

    async def read(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`function(...)`, again if the database went away; it must only read."""

        def fresh() -> T:
            close_old_connections()
            return function(*args, **kwargs)

        loop = asyncio.get_running_loop()
        tries = 0
        while True:
            try:
                return await loop.run_in_executor(self._readers, fresh)
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
            self._readers.submit(close)
        self._readers.shutdown(wait=False)
