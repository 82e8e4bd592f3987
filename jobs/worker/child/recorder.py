"""A child's writes go through its worker, who commits them under the job's lease; it reads by itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ParamSpec, TypeVar

from jobs.queue import gates
from jobs.queue.gates import Answer, Turn
from jobs.queue.writes import Batch, Custodian
from jobs.worker.child.pipe import Pipe
from jobs.worker.child.wire import Find, Write
from jobs.worker.readers import Readers

P = ParamSpec("P")
T = TypeVar("T")


class PipeRecorder:
    """Implements `jobs.handlers.Recorder` for the one job of a child process."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._readers = Readers()

    async def write(self, custodian: Custodian, batch: Batch) -> None:
        await self._pipe.ask(Write(number=self._pipe.number(), batch=batch))

    async def find_checkpoint(self, custodian: Custodian, name: str, input_hash: str) -> tuple[bool, Any]:
        answer = await self._pipe.ask(Find(number=self._pipe.number(), name=name, input_hash=input_hash))
        return answer.found, answer.output

    async def enter_gate(self, key: str, amount: int | None) -> Turn:
        return await self._readers.read(gates.enter, key, amount)

    async def tell_gate(self, key: str, answer: Answer, seconds: float, reason: str) -> None:
        await self._readers.read(partial(gates.tell, key, answer, seconds=seconds, reason=reason))

    async def read(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._readers.read(function, *args, **kwargs)
