"""Tables of this app: a noun a file."""

from generation.models.asset import Asset
from generation.models.card import Card
from generation.models.card_revision import CardRevision
from generation.models.card_tag import CardTag

__all__ = ["Asset", "Card", "CardRevision", "CardTag"]
