"""Chooses the statements of the database in use: one contract, two drivers."""

from __future__ import annotations

from typing import Protocol, cast
from uuid import UUID

from django.db import connection

from jobs.queue import postgres, sqlite


class Driver(Protocol):
    """What cannot be said in one ORM statement on both databases."""

    def anything_ready(self, kinds: list[str]) -> bool:
        """Cheap and without a lock: whether `claim` may find something."""

    def claim(self, kinds: list[str], limit: int) -> list[UUID]:
        """Take up to `limit` claimable jobs of `kinds`, in order, each with a new lease id; their ids in order."""


def driver() -> Driver:
    return cast(Driver, postgres if connection.vendor == "postgresql" else sqlite)
