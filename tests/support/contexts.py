"""A real JobContext whose writes stay in memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

import uuid_utils.compat as uuid

from jobs.events import Fact
from jobs.handlers import Answer, Batch, Custodian, JobContext, Reservation, Settlement, Turn
from jobs.selectors.jobs import progress_of
from jobs.selectors.usage import dearest_rate

P = ParamSpec("P")
T = TypeVar("T")


class MemoryRecorder:
    """Keeps every batch, and answers what the ledger would; `rate` is what it knows of a model's price."""

    def __init__(self) -> None:
        self.batches: list[Batch] = []
        self.turns: list[Turn] = []
        self.told: list[tuple[str, Answer, float]] = []
        self.rate: Decimal | None = None

    async def write(self, custodian: Custodian, batch: Batch) -> None:
        self.batches.append(batch)

    async def find_checkpoint(self, custodian: Custodian, name: str, input_hash: str) -> tuple[bool, Any]:
        stored = (row for batch in self.batches for row in batch.checkpoints)
        found = next((row for row in stored if (row.name, row.input_hash) == (name, input_hash)), None)
        return (False, None) if found is None else (True, found.output)

    async def enter_gate(self, key: str, amount: int | None) -> Turn:
        """The next of `turns`, while there is one."""
        return self.turns.pop(0) if self.turns else Turn()

    async def tell_gate(self, key: str, answer: Answer, seconds: float, reason: str) -> None:
        self.told.append((key, answer, seconds))

    async def read(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if function is dearest_rate:
            return cast("T", self.rate)
        if function is progress_of:
            return cast("T", max((batch.progress or 0 for batch in self.batches), default=0))
        return function(*args, **kwargs)

    @property
    def facts(self) -> list[Fact]:
        return [fact for batch in self.batches for fact in batch.facts]

    @property
    def reservations(self) -> list[Reservation]:
        return [row for batch in self.batches for row in batch.reservations]

    @property
    def settlements(self) -> list[Settlement]:
        return [row for batch in self.batches for row in batch.settlements]

    @property
    def abandoned(self) -> list[UUID]:
        """The calls that failed but may have been paid."""
        return [entry for batch in self.batches for entry in batch.abandons]

    @property
    def open_reservations(self) -> list[UUID]:
        """Those neither settled, voided nor abandoned: the ledger will call them abandoned in the end."""
        closed = {row.entry_id for row in self.settlements}
        closed |= {entry for batch in self.batches for entry in [*batch.voids, *batch.abandons]}
        return [row.entry_id for row in self.reservations if row.entry_id not in closed]

    def streamed(self, field: str) -> str:
        """The text shown as `field`."""
        pieces = (fact.data for fact in self.facts if fact.type == "delta")
        return "".join(piece["text"] for piece in pieces if piece["field"] == field)


def make_context(
    recorder: MemoryRecorder,
    *,
    seconds: float = 60.0,
    kind: str = "test",
    owner_id: UUID | None = None,
    max_attempts: int = 3,
) -> JobContext:
    """The context of an attempt of a job, of nobody unless given, that may run for `seconds`.

    It is the first one, or a later one where `recorder` has kept something.
    """
    job_id = uuid.uuid7()
    custodian = Custodian(
        job_id=job_id,
        root_id=job_id,
        owner_id=owner_id or uuid.uuid7(),
        kind=kind,
        payload_version=1,
        payload={},
        attempt=2 if recorder.batches else 1,
        failures=0,
        max_attempts=max_attempts,
        lease_id=uuid.uuid7(),
        timeout_seconds=seconds,
        created_at=datetime.now(UTC),
    )
    return JobContext(custodian, recorder, time.monotonic() + seconds)
