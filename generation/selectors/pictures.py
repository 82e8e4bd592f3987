"""What the pictures of cards are made of, told without making them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from generation.cards.files import ICON, FileFacts, picture_of
from generation.models import Asset, Card

_DRAWING = 1
"""Goes up when pictures are drawn or scaled otherwise than before, so that none is shown that was kept."""


def source_of(card: Card) -> str:
    """Changes (hex, 32 digits) with what the card's picture is made of: its own picture, else its name and tone."""
    return sources_of([card])[card.pk]


def sources_of(cards: Iterable[Card]) -> dict[UUID, str]:
    """The same of many cards, by their ids, in one query."""
    cards = list(cards)
    own = _pictures_of([card.pk for card in cards])
    return {card.pk: _digest(str(own.get(card.pk) or f"{card.tone}\n{card.name}")) for card in cards}


def _pictures_of(card_ids: list[UUID]) -> dict[UUID, UUID]:
    """The ids of the cards' own pictures; what one holds never changes."""
    icons = defaultdict(list)
    for row in Asset.objects.filter(card_id__in=card_ids, type=ICON).for_lists():
        icons[row.card_id].append(FileFacts(id=row.pk, type=row.type, name=row.name, ext=row.ext, size=row.size))
    found = {card_id: picture_of(files) for card_id, files in icons.items()}
    return {card_id: picture.id for card_id, picture in found.items() if card_id and picture}


def _digest(made_of: str) -> str:
    return hashlib.sha256(f"{_DRAWING}\n{made_of}".encode("utf-8", "replace")).hexdigest()[:32]
