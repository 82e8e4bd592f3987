"""What a context needs from the machinery: fenced, awaitable writes. The worker and the testing kit provide it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ParamSpec, Protocol, TypeVar
from uuid import UUID

from jobs.events import Fact

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Custodian:
    """A claimed job as its worker knows it; `lease_id` fences everything written for it."""

    job_id: UUID
    root_id: UUID
    owner_id: UUID
    kind: str
    payload_version: int
    payload: dict[str, Any]
    attempt: int
    failures: int
    max_attempts: int
    lease_id: UUID
    timeout_seconds: float
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Reservation:
    """A model call about to be made. Money in nano-dollars (10^-9 USD); None is unknown."""

    entry_id: UUID
    provider: str
    model: str
    step: str
    simulated: bool
    estimate_nano: int | None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What an answered call used and cost. `cost_nano` None is unknown, never 0."""

    entry_id: UUID
    model: str
    input_tokens: int
    output_tokens: int
    cost_nano: int | None
    price_source: str
    generation_id: str = ""
    usage: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    name: str
    input_hash: str
    output: Any
    seconds: float


@dataclass(frozen=True, slots=True)
class Batch:
    """What one awaited write contains: all of it is committed, or none.

    `voids` are reservations whose call is known to have cost nothing.
    """

    facts: Sequence[Fact] = ()
    reservations: Sequence[Reservation] = ()
    settlements: Sequence[Settlement] = ()
    voids: Sequence[UUID] = ()
    checkpoints: Sequence[Checkpoint] = ()
    progress: int | None = None
    progress_message: str = ""


class Recorder(Protocol):
    """Writes of one worker. Each raises LeaseLost when the job is no longer this worker's."""

    async def write(self, custodian: Custodian, batch: Batch) -> None: ...

    async def find_checkpoint(self, custodian: Custodian, name: str, input_hash: str) -> tuple[bool, Any]: ...

    async def read(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T: ...
