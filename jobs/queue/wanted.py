"""What a claim asks its driver for, and what it gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


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
class Taken:
    """A job that was claimed."""

    job_id: UUID
    kind: str
    owner_id: UUID
