"""The cards that others start from."""

from __future__ import annotations

from uuid import UUID

from generation.cards.card import CardData
from generation.cards.options import CardOptions
from generation.errors import MissingBase
from generation.models import Card


def base_of(owner_id: UUID, options: CardOptions) -> CardData | None:
    """The card that `options` start from, None where they start from none; MissingBase if the owner has none such."""
    if options.base_card is None:
        return None
    row = Card.objects.owned_by(owner_id).filter(pk=options.base_card).only("data").first()
    if row is None:
        raise MissingBase(options.base_card)
    return CardData.model_validate(row.data)


def has_card(owner_id: UUID, card_id: str) -> bool:
    return Card.objects.owned_by(owner_id).filter(pk=card_id).exists()
