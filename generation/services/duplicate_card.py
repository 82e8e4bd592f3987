"""A second card like one that is there."""

from __future__ import annotations

from uuid import UUID

import uuid_utils.compat as uuid
from django.db import transaction

from generation.cards.addresses import readdressed
from generation.models import Asset, Card, CardTag
from generation.selectors.cards import card_of
from generation.services.assets import copy_asset


def duplicate_card(owner_id: UUID, card_id: UUID) -> Card:
    """A copy with files of its own and no job; Card.DoesNotExist for one that is missing or not theirs.

    AssetRefused when its owner may keep no more files.
    """
    with transaction.atomic():
        card = card_of(owner_id, card_id)
        tags = card.tags
        copy = Card(
            owner_id=owner_id,
            name=card.name,
            summary=card.summary,
            spec=card.spec,
            tone=card.tone,
            lore_entries=card.lore_entries,
            data=card.data,
            options=card.options,
        )
        copies = {asset_id: uuid.uuid7() for asset_id in Asset.objects.filter(card=card).values_list("pk", flat=True)}
        copy.data = readdressed(card.data, copies)
        copy.save(force_insert=True)
        CardTag.objects.bulk_create(CardTag(card=copy, name=name) for name in tags)
        for original, own in copies.items():
            copy_asset(original, own, copy.pk)
    return copy
