"""Chooses the statements by which a journal and a claim write: one contract, two drivers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast

from django.db import connection

from jobs.queue import postgres_writer, sqlite_writer
from jobs.queue.rows import Beginning, Closure, Fact, Grant, Move


class Writer(Protocol):
    """Batches that would be a statement a row in the ORM. None of them may be empty."""

    def move(self, rows: Sequence[Move]) -> int:
        """Write changes of state where state and lease are as they were; how many were."""

    def grant(self, rows: Sequence[Grant]) -> None:
        """Enter leases."""

    def begin_attempts(self, rows: Sequence[Beginning]) -> None:
        """Enter attempts that begin."""

    def close_attempts(self, rows: Sequence[Closure]) -> None:
        """Enter how attempts ended."""

    def append(self, rows: Sequence[Fact]) -> None:
        """Add to the jobs' logs."""


def writer() -> Writer:
    return cast(Writer, postgres_writer if connection.vendor == "postgresql" else sqlite_writer)
