"""What a context needs from the machinery: fenced, awaitable writes. The worker and the testing kit provide it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, Protocol, TypeVar

from jobs.queue.gates import Answer, Turn
from jobs.queue.writes import Batch, Custodian

P = ParamSpec("P")
T = TypeVar("T")


class Recorder(Protocol):
    """Writes of one worker. Each raises LeaseLost when the job is no longer this worker's."""

    async def write(self, custodian: Custodian, batch: Batch) -> None: ...

    async def find_checkpoint(self, custodian: Custodian, name: str, input_hash: str) -> tuple[bool, Any]: ...

    async def enter_gate(self, key: str, amount: int | None) -> Turn: ...

    async def tell_gate(self, key: str, answer: Answer, seconds: float, reason: str) -> None: ...

    async def read(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T: ...
