"""What a worker writes about a job it holds, as values: the committer turns them into one fenced commit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from jobs.events import Fact
from jobs.states import Phase


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
    phase: str = Phase.RUN
    losses: int = 0
    parent_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Reservation:
    """A model call about to be made. Money in nano-dollars (10^-9 USD); None is unknown.

    `is_untried`: no answer has shown yet that the estimate holds, so that under a cap such calls of a model go one at
    a time, as those without an estimate do.
    """

    entry_id: UUID
    provider: str
    model: str
    step: str
    simulated: bool
    estimate_nano: int | None
    is_untried: bool = False


@dataclass(frozen=True, slots=True)
class Settlement:
    """What an answered call used and cost. `cost_nano` None is unknown, never 0."""

    entry_id: UUID
    model: str
    input_tokens: int
    output_tokens: int
    cost_nano: int | None
    price_source: str
    simulated: bool = False
    generation_id: str = ""
    usage: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    name: str
    input_hash: str
    output: Any
    seconds: float


@dataclass(frozen=True, slots=True)
class NewArtefact:
    """A file that a job made; `digest` is the SHA-256 of its content, in hex."""

    name: str
    media_type: str
    content: bytes
    digest: str

    @classmethod
    def of(cls, name: str, media_type: str, content: bytes) -> NewArtefact:
        return cls(name, media_type, content, hashlib.sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class Batch:
    """What one awaited write contains: all of it is committed, or none.

    `voids` are reservations whose call is known to have cost nothing, `abandons` those whose call failed but may have
    been paid.
    """

    facts: Sequence[Fact] = ()
    reservations: Sequence[Reservation] = ()
    settlements: Sequence[Settlement] = ()
    voids: Sequence[UUID] = ()
    abandons: Sequence[UUID] = ()
    checkpoints: Sequence[Checkpoint] = ()
    artefacts: Sequence[NewArtefact] = ()
    progress: int | None = None
    progress_message: str = ""

    @property
    def has_money(self) -> bool:
        """Whether anybody pays for the calls it enters or ends."""
        calls = [row.simulated for row in self.reservations] + [row.simulated for row in self.settlements]
        return bool(self.voids or self.abandons) or not all(calls)

    @property
    def closes(self) -> list[UUID]:
        """The ledger entries it settles, voids or abandons."""
        return [*(row.entry_id for row in self.settlements), *self.voids, *self.abandons]

    def after(self, earlier: Iterable[Batch]) -> Batch:
        """This batch with all that `earlier` ones hold in front, to be committed together."""
        parts = [*earlier, self]
        return Batch(
            facts=[fact for part in parts for fact in part.facts],
            reservations=[row for part in parts for row in part.reservations],
            settlements=[row for part in parts for row in part.settlements],
            voids=[row for part in parts for row in part.voids],
            abandons=[row for part in parts for row in part.abandons],
            checkpoints=[row for part in parts for row in part.checkpoints],
            artefacts=[row for part in parts for row in part.artefacts],
            progress=self.progress,
            progress_message=self.progress_message,
        )
