"""Another picture for a card that is there."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from generation.avatar_hook import clean_picture
from generation.cards.addresses import readdressed
from generation.cards.files import picture_of
from generation.models import Asset, Card
from generation.selectors.assets import facts_of
from generation.services.assets import store_asset


def change_picture(owner_id: UUID, card_id: UUID, content: bytes) -> Card:
    """The card with the picture in `content`, made anew as a PNG, in the place of the one it had.

    BadPicture says what it is not, AssetRefused that no more may be kept; Card.DoesNotExist for a card that is missing
    or not the owner's.
    """
    picture = clean_picture(content)
    with transaction.atomic():
        card = Card.objects.owned_by(owner_id).select_for_update().get(pk=card_id)
        old = picture_of(facts_of(card.pk))
        if old:
            Asset.objects.filter(pk=old.id).delete()
        new = store_asset(owner_id, picture, card_id=card.pk)
        if old and isinstance(card.data, dict):
            card.data = readdressed(card.data, {old.id: new.pk})
        if isinstance(card.options, dict) and "avatar" in card.options:
            card.options = {**card.options, "avatar": "upload"}
        card.updated_at = timezone.now()
        card.save(update_fields=["data", "options", "updated_at"])
    return card
