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
from generation.selectors.cards import cards_of, describe_cards
from tests.support.plans import plans
from tests.support.users import make_user

OWNERS, CARDS = 20, 100
PAGE = 24
DATA = CardData(name="Bo", description="A digger.", first_mes="Hello.").model_dump(mode="json", exclude_none=True)
WHOLE = re.compile(r"Seq Scan on generation_card\b|SCAN generation_card(?! USING)")
SEARCHES: dict[str, dict[str, str]] = {"all": {}, "words": {"q": "digger"}, "a tag": {"tag": "sea"}}


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
    return pages | {f"count of {name}": cards.count for name, cards in found.items()}


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
            with CaptureQueriesContext(connection) as queries:
                for act in asked(owner).values():
                    act()
            counts.append(len(queries))
        assert counts[0] == counts[1] == 2 * len(SEARCHES) + len(SEARCHES)
