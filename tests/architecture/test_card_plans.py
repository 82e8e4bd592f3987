"""An owner's cards are listed and searched by an index and in as many queries, however many there are."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from uuid_utils.compat import uuid7

from accounts.models import User
from generation.cards.card import CardData
from generation.models import Card, CardTag
from generation.models.card import CardQuerySet
from generation.selectors.card_order import NEWEST, ORDERINGS, behind, place_of
from generation.selectors.cards import cards_of, describe_cards, tags_of
from tests.support.plans import plans
from tests.support.users import make_user

OWNERS, CARDS = 20, 100
PAGE = 24
DATA = CardData(name="Bo", description="A digger.", first_mes="Hello.").dumped()
WHOLE = re.compile(r"Seq Scan on generation_card\b|SCAN generation_card(?! USING)")
SEARCHES: dict[str, dict[str, str]] = {
    "all": {},
    "words": {"q": "digger"},
    "a tag": {"tag": "sea"},
    **{f"all by {ordering}": {"ordering": ordering} for ordering in ORDERINGS},
}


def add(owner: User, count: int) -> None:
    cards = [Card(id=uuid7(), owner=owner, name="Bo", summary="A digger.", data=DATA) for _ in range(count)]
    Card.objects.bulk_create(cards)
    CardTag.objects.bulk_create(CardTag(card=card, name=name) for card in cards for name in ("sea", "work"))


def fill() -> User:
    """Many owners with as many cards; one of them."""
    owners = [make_user() for _ in range(OWNERS)]
    for owner in owners:
        add(owner, CARDS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return owners[OWNERS // 2]


def asked(owner: User) -> dict[str, Callable[[], Any]]:
    found = {name: cards_of(owner.pk, **search) for name, search in SEARCHES.items()}
    pages = {f"page of {name}": lambda cards=cards: describe_cards(cards[:PAGE]) for name, cards in found.items()}
    further = {f"page behind one of {name}": _further(cards, SEARCHES[name]) for name, cards in found.items()}
    counts = {f"count of {name}": cards.count for name, cards in found.items()}
    return pages | further | counts | {"tags": lambda: tags_of(owner.pk)}


def _further(cards: CardQuerySet, search: dict[str, str]) -> Callable[[], Any]:
    ordering = search.get("ordering", NEWEST)
    last = cards[PAGE // 2]
    return lambda: list(behind(cards, ordering, last.pk, place_of(last, ordering))[:PAGE])


def check_plans() -> None:
    owner = fill()
    given = {what: plans(act) for what, act in asked(owner).items()}
    assert {} == {what: plan for what, plan in given.items() if WHOLE.search("\n".join(plan))}


@pytest.mark.django_db
class TestCards:
    """Twice, so that each database is asked: architecture tests run on the first only."""

    @pytest.mark.sqlite
    def test_are_found_by_indexes_on_sqlite(self) -> None:
        check_plans()

    @pytest.mark.postgresql
    def test_are_found_by_indexes_on_postgresql(self) -> None:
        check_plans()

    def test_are_listed_in_as_many_queries_however_many_they_are(self) -> None:
        owner = make_user()
        counts = []
        for _ in range(2):
            add(owner, PAGE)
            acts = asked(owner)
            with CaptureQueriesContext(connection) as queries:
                for act in acts.values():
                    act()
            counts.append(len(queries))
        # A page asks for cards, tags and pictures; what is behind a card for cards and tags.
        assert counts[0] == counts[1] == (3 + 2 + 1) * len(SEARCHES) + 1
