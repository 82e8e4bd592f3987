"""Ids are UUIDs of version 7: in the order of the time when they were made."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

# Ids carry the clock of the host that made them, `created_at` that of the database: they may differ by so much.
DRIFT = timedelta(days=1)


def lowest_id(moment: datetime) -> UUID:
    """The lowest id that can be made at `moment`."""
    milliseconds = max(0, int(moment.timestamp() * 1000))
    return UUID(int=milliseconds << 80 | 0x7 << 76 | 0x2 << 62)


def ids_between(start: datetime, end: datetime) -> tuple[UUID, UUID]:
    """Between these are the ids of all that was made from `start` to `end`, and of little else."""
    return lowest_id(start - DRIFT), lowest_id(end + DRIFT)


def id_of_time(moment: datetime) -> UUID:
    """An id as it would have been made at `moment`."""
    return UUID(int=lowest_id(moment).int | secrets.randbits(12) << 64 | secrets.randbits(62))
