"""Cards as files for those who own them."""

from __future__ import annotations

from typing import cast, get_args
from uuid import UUID

from generation.cards.card import CardData
from generation.cards.export import File, Format, export
from generation.selectors.cards import card_of

FORMATS: tuple[str, ...] = get_args(Format)


def card_file(owner_id: UUID, card_id: UUID, form: str) -> File:
    """One of the owner's cards as a file of the format `form`; Card.DoesNotExist for one that is not theirs."""
    card = card_of(owner_id, card_id)
    return export(CardData.model_validate(card.data), cast("Format", form), spec=card.spec, tone=card.tone)
