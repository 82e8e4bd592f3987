"""What a worker is told when it starts."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from uuid import UUID

import uuid_utils.compat as uuid

from jobs.conf import conf
from jobs.handlers import Registry, registry


@dataclass(frozen=True, slots=True)
class Options:
    """`until_empty` ends the worker once nothing is claimable or running, `most` once it has claimed so many.

    `replaces` are workers known to be dead.
    """

    concurrency: int = field(default_factory=lambda: conf().concurrency)
    kinds: tuple[str, ...] = ()
    until_empty: bool = False
    most: int = sys.maxsize
    worker_id: UUID = field(default_factory=uuid.uuid7)
    replaces: tuple[UUID, ...] = ()
    handlers: Registry = registry

    @classmethod
    def for_next_of(cls, kind: str) -> Options:
        """One attempt of the next job of `kind`, and no more."""
        return cls(concurrency=1, kinds=(kind,), until_empty=True, most=1)
