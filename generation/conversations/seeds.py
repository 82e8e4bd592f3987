"""What chance goes by in a turn or a conversation: the same in every attempt."""

from __future__ import annotations

from uuid import UUID

_BITS = 32


def seed_of(of: UUID) -> int:
    return int(of.int % 2**_BITS)
