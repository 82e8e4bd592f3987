"""In which order a list of cards is, and where it goes on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Lower

from generation.models import Card
from generation.models.card import CardQuerySet

NEWEST, OLDEST, BY_NAME, CHANGED = "-created_at", "created_at", "name", "-updated_at"
ORDERINGS = {NEWEST: "Newest", OLDEST: "Oldest", BY_NAME: "Name", CHANGED: "Recently changed"}

# Ids are made in the order of time.
_COLUMNS = {NEWEST: ("-pk",), OLDEST: ("pk",), BY_NAME: (Lower("name"), "pk"), CHANGED: ("-updated_at", "-pk")}


def ordered(cards: CardQuerySet, ordering: str) -> CardQuerySet:
    return cards.order_by(*_COLUMNS[ordering])


def behind(cards: CardQuerySet, ordering: str, card_id: UUID, place: str) -> CardQuerySet:
    """Those that follow the card `card_id`, which stood at `place`; all of them where that is none."""
    match ordering:
        case "created_at":
            return cards.filter(pk__gt=card_id)
        case "name":
            here = Lower(Value(place))
            return cards.alias(by=Lower("name")).filter(Q(by__gt=here) | Q(by=here, pk__gt=card_id))
        case "-updated_at":
            when = _time(place)
            return cards.filter(Q(updated_at__lt=when) | Q(updated_at=when, pk__lt=card_id)) if when else cards
    return cards.filter(pk__lt=card_id)


def place_of(card: Card, ordering: str) -> str:
    """What `behind` is told of the last card of a page besides its id; empty where that is enough."""
    match ordering:
        case "name":
            return card.name
        case "-updated_at":
            return card.updated_at.isoformat()
    return ""


def _time(place: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(place)
    except ValueError:
        return None
    return when if when.tzinfo else None
