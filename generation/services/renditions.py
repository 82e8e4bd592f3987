"""The pictures that pages show of cards: drawn or scaled once, and kept."""

from __future__ import annotations

from contextlib import suppress

from django.db import IntegrityError, transaction

from generation.cards import pictures, portrait
from generation.models import Card, Rendition
from generation.models.rendition import PORTRAIT, SIZES, THUMBNAIL
from generation.selectors.assets import picture_file


def rendition_of(card: Card, size: str, source: str) -> Rendition:
    """The card's picture at `size`: the one that is kept of its `source`, else one that is made now and kept.

    It is made of the card's own picture, or drawn where it has none, or one that is damaged.
    """
    kept = Rendition.objects.filter(card=card, size=size, source=source).first()
    return kept or _made(card, source)[size]


def _made(card: Card, source: str) -> dict[str, Rendition]:
    """Both sizes, of one reading or drawing; kept unless the card is gone meanwhile."""
    large = _large(card)
    small = pictures.small(large, *SIZES[THUMBNAIL])
    made = {
        PORTRAIT: Rendition(card=card, size=PORTRAIT, source=source, media_type="image/png", content=large),
        THUMBNAIL: Rendition(card=card, size=THUMBNAIL, source=source, media_type="image/webp", content=small),
    }
    with suppress(IntegrityError), transaction.atomic():
        Rendition.objects.bulk_create(
            made.values(),
            update_conflicts=True,
            unique_fields=["card", "size"],
            update_fields=["source", "media_type", "content"],
        )
    return made


def _large(card: Card) -> bytes:
    if own := picture_file(card.pk):
        with suppress(pictures.BrokenPicture):
            return pictures.thumbnail(own.content, *SIZES[PORTRAIT])
    return portrait.draw(card.name, card.tone)
