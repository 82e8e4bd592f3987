"""Gives handlers their writes (through the committer) and reads (in a few threads)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from django.db import close_old_connections, connections

from jobs.queue.writes import Batch, Custodian
from jobs.selectors.checkpoints import find_checkpoint
from jobs.worker.committer import Committer

P = ParamSpec("P")
T = TypeVar("T")

READERS = 4


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
        def fresh() -> T:
            close_old_connections()
            return function(*args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._readers, fresh)

    def stop(self) -> None:
        for _ in range(READERS):
            self._readers.submit(connections.close_all)
        self._readers.shutdown(wait=False)
