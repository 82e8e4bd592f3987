"""What a claim asks its driver for, and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from jobs.events import state_changed
from jobs.states import Status

# The fact of a claim; its message takes the attempt's number, which is added to its data.
STARTED = state_changed(Status.PROCESSING, "Attempt %s started")


@dataclass(frozen=True, slots=True)
class Ready:
    """A kind that is not paused, and has something to claim."""

    kind: str
    has_limits: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Jobs of `kind` with payloads up to `version`: at most `places`, and so many that no owner has over `per_owner`.

    `held` is how many each owner has already. None is no limit.
    """

    kind: str
    version: int
    places: int | None = None
    per_owner: int | None = None
    held: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who claims, and for how long: a lease, and the grace past a job's time limit until which it is extended."""

    worker_id: UUID
    lease_seconds: float
    grace_seconds: float
