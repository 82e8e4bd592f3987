"""The files of cards, as they are read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from generation.cards.files import CardFile, FileFacts, picture_of
from generation.models import Asset


def facts_of(card_id: UUID) -> list[FileFacts]:
    """What the files of a card are, without their bytes, oldest first."""
    rows = Asset.objects.filter(card_id=card_id).for_lists()
    return [FileFacts(**_facts(row)) for row in rows]


def files_of(card_id: UUID) -> list[CardFile]:
    """The files of a card with their bytes, oldest first."""
    return [_file(row) for row in Asset.objects.filter(card_id=card_id)]


def picture_file(card_id: UUID) -> CardFile | None:
    """The card's own picture, or None for one that has none."""
    picture = picture_of(facts_of(card_id))
    return _file(Asset.objects.get(pk=picture.id)) if picture else None


def asset_of(card_id: UUID, asset_id: UUID) -> Asset:
    """One file of a card that the caller was found to see; Asset.DoesNotExist for one of another card."""
    return Asset.objects.get(card_id=card_id, pk=asset_id)


def describe_assets(card_id: UUID) -> list[dict[str, Any]]:
    """The files of a card for its owner."""
    base = f"/api/v1/generation/cards/{card_id}/assets"
    return [
        {
            "id": str(row.pk),
            "type": row.type,
            "name": row.name,
            "ext": row.ext,
            "media_type": row.media_type,
            "size": row.size,
            "sha256": row.sha256,
            "link": f"{base}/{row.pk}",
        }
        for row in Asset.objects.filter(card_id=card_id).for_lists()
    ]


def _file(row: Asset) -> CardFile:
    return CardFile(**_facts(row), content=bytes(row.content))


def _facts(row: Asset) -> dict[str, Any]:
    return {
        "id": row.pk,
        "type": row.type,
        "name": row.name,
        "ext": row.ext,
        "size": row.size,
        "told_type": row.media_type,
    }
