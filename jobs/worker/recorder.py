"""Gives handlers their writes (through the committer) and reads (in a few threads)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ParamSpec, TypeVar

from jobs.queue import gates
from jobs.queue.gates import Answer, Turn
from jobs.queue.writes import Batch, Custodian
from jobs.selectors.checkpoints import find_checkpoint
from jobs.worker.committer import Committer
from jobs.worker.readers import Readers

P = ParamSpec("P")
T = TypeVar("T")

# Bytes whose insertion takes long enough to keep other jobs' writes waiting.
LARGE_ARTEFACT = 1_000_000


class WorkerRecorder:
    """Implements `jobs.handlers.Recorder` for one worker process."""

    def __init__(self, committer: Committer) -> None:
        self._committer = committer
        self._readers = Readers()

    async def write(self, custodian: Custodian, batch: Batch) -> None:
        large = sum(len(artefact.content) for artefact in batch.artefacts) > LARGE_ARTEFACT
        write = self._committer.write_apart if large else self._committer.write
        await write(custodian, batch)

    async def find_checkpoint(self, custodian: Custodian, name: str, input_hash: str) -> tuple[bool, Any]:
        return await self.read(find_checkpoint, custodian.job_id, name, input_hash)

    async def enter_gate(self, key: str, amount: int | None) -> Turn:
        return await self._readers.read(gates.enter, key, amount)

    async def tell_gate(self, key: str, answer: Answer, seconds: float, reason: str) -> None:
        await self._readers.read(partial(gates.tell, key, answer, seconds=seconds, reason=reason))

    async def read(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`function(...)`, again if the database went away; it must only read."""
        return await self._readers.read(function, *args, **kwargs)

    def stop(self) -> None:
        self._readers.stop()
