"""A second card like one that is there."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from generation.models import Card, CardTag
from generation.selectors.cards import card_of
from generation.services.give_picture import take_files


def duplicate_card(owner_id: UUID, card_id: UUID) -> Card:
    """A copy with files of its own and no job; Card.DoesNotExist for one that is missing or not theirs.

    AssetRefused when its owner may keep no more files.
    """
    with transaction.atomic():
        card = card_of(owner_id, card_id)
        tags = card.tags
        now = timezone.now()
        copy = Card(
            owner_id=owner_id,
            created_at=now,
            updated_at=now,
            name=card.name,
            summary=card.summary,
            spec=card.spec,
            tone=card.tone,
            lore_entries=card.lore_entries,
            data=card.data,
            options=card.options,
        )
        copy.save(force_insert=True)
        CardTag.objects.bulk_create(CardTag(card=copy, name=name) for name in tags)
        take_files(copy, card.pk, pictures=True)
    return copy
