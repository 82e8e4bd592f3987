"""Ids are UUIDs of version 7: in the order of the time when they were made."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID


def lowest_id(moment: datetime) -> UUID:
    """The lowest id that can be made at `moment`."""
    milliseconds = max(0, int(moment.timestamp() * 1000))
    return UUID(int=milliseconds << 80 | 0x7 << 76 | 0x2 << 62)


def id_of_time(moment: datetime) -> UUID:
    """An id as it would have been made at `moment`."""
    return UUID(int=lowest_id(moment).int | secrets.randbits(12) << 64 | secrets.randbits(62))
