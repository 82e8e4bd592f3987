"""Chooses the statements of the database in use: one contract, two drivers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, cast

from django.db import connection

from jobs.queue import postgres, sqlite
from jobs.queue.wanted import Claimant, Ready, Wanted
from jobs.queue.writes import Custodian


class Driver(Protocol):
    """What cannot be said in one ORM statement on both databases."""

    def claim_at_once(self, claimant: Claimant, known: Mapping[str, int], limit: int) -> list[Custodian]:
        """`claim` where no kind has limits and one statement does it, which needs no transaction around it."""

    def ready(self, known: Mapping[str, int]) -> list[Ready]:
        """Cheap and without a lock: the kinds of which `claim` may find something, up to the versions `known`."""

    def claim(self, claimant: Claimant, wanted: Sequence[Wanted], limit: int) -> list[Custodian]:
        """Take up to `limit` claimable jobs, in order: state, lease, attempt and log. Kinds paused meanwhile are left.

        An owner that becomes full by this may hide others of the same kind: ask again.
        """


def driver() -> Driver:
    return cast(Driver, postgres if connection.vendor == "postgresql" else sqlite)
