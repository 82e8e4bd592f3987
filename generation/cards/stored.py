"""A card as an older or newer version, or somebody at the database, left it: read, or mended as an import is."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from generation.cards import v3
from generation.cards.card import CardData
from generation.cards.reading.document import document_of
from generation.cards.reading.errors import NotACard
from generation.cards.reading.notes import Notes
from generation.errors import UnreadableCard
from jobs.handlers import field_errors


def read(data: Any) -> CardData:
    """The stored `data` as a card; UnreadableCard names what does not fit."""
    try:
        return CardData.model_validate(data)
    except ValidationError as error:
        faults = [f"{path}: {text}" for path, text in field_errors(error).items()]
    raise UnreadableCard(faults)


def faults_of(data: Any) -> list[str]:
    """What keeps the stored `data` from being a card, each with its field; none for one that is."""
    try:
        read(data)
    except UnreadableCard as error:
        return list(error.faults)
    return []


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
