"""Cards as their owners see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from generation.cards.export import FORMATS, FORMATS_OF
from generation.models import Card, CardTag
from generation.models.card import CardQuerySet


def cards_of(owner_id: UUID, *, q: str = "", tag: str = "") -> CardQuerySet:
    """The owner's cards for a list, newest first; `q` matches words, `tag` one whole tag."""
    cards = Card.objects.owned_by(owner_id).for_lists()
    if q.strip():
        cards = cards.matching(q)
    return _tagged(cards, tag.strip().lower()) if tag.strip() else cards


def _tagged(cards: CardQuerySet, tag: str) -> CardQuerySet:
    """Asked of each of the owner's cards: those of all owners that have the tag may be far more."""
    return cards.filter(Exists(CardTag.objects.filter(card=OuterRef("pk"), name=tag)))


def card_of(owner_id: UUID, card_id: UUID) -> Card:
    """One of the owner's cards; Card.DoesNotExist for one that is missing or not theirs."""
    return Card.objects.owned_by(owner_id).prefetch_related("tag_rows").get(pk=card_id)


def describe_cards(cards: Iterable[Card]) -> list[dict[str, Any]]:
    """A page of a list."""
    return [describe_card(card) for card in cards]


def describe_card(card: Card) -> dict[str, Any]:
    """A card in a list."""
    return {
        "id": str(card.pk),
        "name": card.name,
        "summary": card.summary,
        "tags": card.tags,
        "spec": card.spec,
        "tone": card.tone,
        "lore_entries": card.lore_entries,
        "job_id": str(card.job_id) if card.job_id else None,
        "created_at": card.created_at,
        "updated_at": card.updated_at,
        "links": links(card),
    }


def links(card: Card) -> dict[str, str]:
    base = f"/api/v1/generation/cards/{card.pk}"
    # One that came from elsewhere was made for no standard here: any may be wanted.
    forms = FORMATS if card.job_id is None else FORMATS_OF.get(card.spec, FORMATS)
    exports: dict[str, str] = {
        form: f"{base}/export?format={form}" for form in forms if form != "png" or card.may_be_drawn
    }
    return {"self": base, "page": f"/cards/{card.pk}", "portrait": f"{base}/portrait", **exports}
