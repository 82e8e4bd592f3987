"""A card as an older or newer version, or somebody at the database, left it."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from generation.cards.card import CardData
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
