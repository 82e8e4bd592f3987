"""Cards as their owners see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from generation.cards.export import FORMATS, FORMATS_OF
from generation.models import Card, CardTag
from generation.models.card import CardQuerySet
from generation.models.rendition import SIZES
from generation.selectors.card_order import CHANGED, NEWEST, ordered
from generation.selectors.pictures import source_of, sources_of

MOST_TAGS = 300


def cards_of(owner_id: UUID, *, q: str = "", tag: str = "", ordering: str = NEWEST) -> CardQuerySet:
    """The owner's cards for a list, by one of `ORDERINGS`; `q` matches words, `tag` one whole tag."""
    cards = Card.objects.owned_by(owner_id).for_lists()
    if q.strip():
        cards = cards.matching(q)
    if tag.strip():
        cards = _tagged(cards, tag.strip().lower())
    return ordered(cards, ordering)


def tags_of(owner_id: UUID) -> list[tuple[str, int]]:
    """The tags of the owner's cards and how many have each, the commonest first."""
    named = CardTag.objects.filter(card__owner_id=owner_id).values_list("name")
    return list(named.annotate(cards=Count("pk")).order_by("-cards", "name")[:MOST_TAGS])


def _tagged(cards: CardQuerySet, tag: str) -> CardQuerySet:
    """Asked of each of the owner's cards: those of all owners that have the tag may be far more."""
    return cards.filter(Exists(CardTag.objects.filter(card=OuterRef("pk"), name=tag)))


def names_of(owner_id: UUID, most: int) -> list[tuple[UUID, str]]:
    """The ids and names of the owner's cards that were changed last."""
    return list(ordered(Card.objects.owned_by(owner_id), CHANGED).values_list("pk", "name")[:most])


def card_of(owner_id: UUID, card_id: UUID) -> Card:
    """One of the owner's cards; Card.DoesNotExist for one that is missing or not theirs."""
    return Card.objects.owned_by(owner_id).prefetch_related("tag_rows").get(pk=card_id)


def describe_cards(cards: Iterable[Card]) -> list[dict[str, Any]]:
    """A page of a list."""
    cards = list(cards)
    sources = sources_of(cards)
    return [_described(card, sources[card.pk]) for card in cards]


def describe_card(card: Card) -> dict[str, Any]:
    """A card in a list."""
    return describe_cards([card])[0]


def links(card: Card) -> dict[str, str]:
    """Where the card, its pictures and its files are."""
    return _links(card, source_of(card))


def _described(card: Card, source: str) -> dict[str, Any]:
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
        "links": _links(card, source),
    }


def _links(card: Card, source: str) -> dict[str, str]:
    base = f"/api/v1/generation/cards/{card.pk}"
    # One that came from elsewhere was made for no standard here: any may be wanted.
    forms = FORMATS if card.job_id is None else FORMATS_OF.get(card.spec, FORMATS)
    exports: dict[str, str] = {
        form: f"{base}/export?format={form}" for form in forms if form != "png" or card.may_be_drawn
    }
    # An address of its own for each picture, so that it may be kept for long.
    seen = {size: f"{base}/{size}?v={source}" for size in SIZES}
    return {"self": base, "page": f"/cards/{card.pk}", **seen, **exports}
