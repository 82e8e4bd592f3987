"""A stored card that can be read no more, mended as an import is."""

from __future__ import annotations

from typing import Any

from generation.cards import v3
from generation.cards.card import CardData
from generation.cards.reading.document import document_of
from generation.cards.reading.errors import NotACard
from generation.cards.reading.notes import Notes
from generation.errors import UnreadableCard


def mended(data: Any) -> tuple[CardData, list[str]]:
    """As much of the stored `data` as can be read, and sentences about what was changed or left out for that.

    UnreadableCard where nothing can.
    """
    notes = Notes()
    try:
        card = document_of({"spec": v3.SPEC, "spec_version": v3.SPEC_VERSION, "data": data}, notes).data
    except NotACard as error:
        raise UnreadableCard([str(error)]) from None
    return card, [*notes.losses, *notes.warnings]
