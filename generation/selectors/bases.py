"""The cards that others start from, and the pictures they are given."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from generation.cards.card import CardData
from generation.cards.files import ICON
from generation.cards.options import CardOptions
from generation.cards.stored import read
from generation.errors import MissingBase, MissingUpload, UnreadableCard
from generation.models import Asset, Card
from generation.models.asset import AssetQuerySet


def base_of(owner_id: UUID, options: CardOptions) -> CardData | None:
    """The card that `options` start from, None where they start from none; MissingBase if the owner has none such."""
    if options.base_card is None:
        return None
    row = Card.objects.owned_by(owner_id).filter(pk=options.base_card).only("data").first()
    if row is None:
        raise MissingBase(options.base_card)
    try:
        return read(row.data)
    except UnreadableCard:
        raise MissingBase(options.base_card, "does not fit the standard any more") from None


def check_upload(owner_id: UUID, options: CardOptions) -> None:
    """MissingUpload where `options` name a picture that is not, or no longer, the owner's."""
    if options.avatar_upload and not has_upload(owner_id, options.avatar_upload):
        raise MissingUpload(options.avatar_upload)


def has_upload(owner_id: UUID, upload_id: str) -> bool:
    """Whether it is a picture of ours: only those were looked at."""
    return _uploads(owner_id).filter(pk=upload_id).exists()


def upload_of(owner_id: UUID, upload_id: UUID) -> Asset:
    """One of the owner's pictures; Asset.DoesNotExist for one that is missing, not theirs, or none of ours."""
    return _uploads(owner_id).get(pk=upload_id)


def _uploads(owner_id: UUID) -> AssetQuerySet:
    return Asset.objects.owned_by(owner_id).filter(type=ICON, media_type="image/png")


def base_data(owner_id: UUID, card_id: str) -> dict[str, Any] | None:
    """What is stored of a card to start from, as it is; None if the owner has none such."""
    stored = list(Card.objects.owned_by(owner_id).filter(pk=card_id).values_list("data", flat=True)[:1])
    if not stored:
        return None
    return stored[0] if isinstance(stored[0], dict) else {}


def has_card(owner_id: UUID, card_id: str) -> bool:
    return Card.objects.owned_by(owner_id).filter(pk=card_id).exists()
