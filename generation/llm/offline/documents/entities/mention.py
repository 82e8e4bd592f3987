"""One place where something is named."""

from __future__ import annotations

from typing import NamedTuple


class Mention(NamedTuple):
    """Characters `start` to `end` of the part; `type` is one of `generation.documents.drafts.ENTITY_TYPES`."""

    start: int
    end: int
    type: str
