"""Chooses the statements by which a journal and a claim write: one contract, two drivers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast
from uuid import UUID

from django.db import connection

from jobs import events
from jobs.queue import postgres_writer, sqlite_writer
from jobs.queue.rows import Closure, Completion, Fact, Kept, Move, Reserved, Settled, Touched


class Writer(Protocol):
    """Batches that would be a statement a row in the ORM. None of them may be empty."""

    def move(self, rows: Sequence[Move]) -> int:
        """Write changes of state where state and lease are as they were; how many were."""

    def complete(self, rows: Sequence[Completion], fact: events.Fact) -> dict[UUID, UUID]:
        """Complete the jobs that are held by these leases, which are no part of others; which they were, by lease.

        State, result, lease, attempt, open calls, and `fact`, to whose data the attempt's number is added.
        """

    def close_attempts(self, rows: Sequence[Closure]) -> list[UUID]:
        """Enter how attempts ended, and drop their leases; the ledger entries that they left open."""

    def reserve_calls(self, rows: Sequence[Reserved]) -> None:
        """Enter calls in the ledger; those that are there already stay as they are."""

    def keep_checkpoints(self, rows: Sequence[Kept]) -> None:
        """Enter the outputs of steps; those that are there already stay as they are."""

    def settle_calls(self, rows: Sequence[Settled]) -> None:
        """Enter what answered calls came to, where the same lease has them open."""

    def touch(self, rows: Sequence[Touched]) -> int:
        """Write what reports change of the jobs that these leases hold; how many they held."""

    def append(self, rows: Sequence[Fact]) -> None:
        """Add to the jobs' logs."""


def writer() -> Writer:
    return cast(Writer, postgres_writer if connection.vendor == "postgresql" else sqlite_writer)
