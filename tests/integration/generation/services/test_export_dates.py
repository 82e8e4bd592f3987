"""The dates of a V3 file: of facts that are stored, so that the file is the same whenever it is written."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from generation.cards.export import Format
from generation.models import Card
from generation.services.edit_card import edit_card, restore_revision
from generation.services.export_card import export_card
from generation.services.import_card import import_card
from tests.support.card_files import as_json, v2, v3
from tests.support.cards import WHEN, keep
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


def dates(card: Card) -> tuple[Any, Any]:
    data = json.loads(export_card(Card.objects.get(pk=card.pk), "v3").content)["data"]
    return data["creation_date"], data["modification_date"]


def later(card: Card) -> None:
    """Let the last change of the card have been an hour later."""
    Card.objects.filter(pk=card.pk).update(updated_at=F("updated_at") + timedelta(hours=1))


def changed_at(card: Card) -> int:
    return int(Card.objects.get(pk=card.pk).updated_at.timestamp())


class TestDates:
    def test_of_a_card_that_was_made_here_are_those_of_its_job(self) -> None:
        assert (WHEN.timestamp(), WHEN.timestamp()) == dates(keep(make_user().pk, lore_entries=0))

    def test_tell_of_the_last_change_by_hand(self) -> None:
        card = keep(make_user().pk, lore_entries=0)
        edit_card(card.owner_id, card.pk, {"scenario": "A cellar."})
        later(card)
        assert (WHEN.timestamp(), changed_at(card)) == dates(card)

    def test_tell_of_going_back_to_a_revision(self) -> None:
        card = keep(make_user().pk, lore_entries=0)
        edit_card(card.owner_id, card.pk, {"scenario": "A cellar."})
        restore_revision(card.owner_id, card.pk, 1)
        assert (WHEN.timestamp(), changed_at(card)) == dates(card)

    def test_of_a_card_without_any_tell_when_it_came_and_not_when_it_was_made(self) -> None:
        card = import_card(make_user().pk, as_json(v2())).card
        assert (0, changed_at(card)) == dates(card)

    def test_that_a_card_came_with_stay_while_it_stays(self) -> None:
        card = import_card(make_user().pk, as_json(v3(creation_date=17, modification_date=18))).card
        assert (17, 18) == dates(card)
        edit_card(card.owner_id, card.pk, {"scenario": "A cellar."})
        assert (17, changed_at(card)) == dates(card)


class TestFile:
    @pytest.mark.parametrize("form", ["v2", "v3", "png", "charx"])
    def test_of_the_same_options_and_seed_is_the_same_byte_for_byte(self, form: Format) -> None:
        one, other = keep(make_user().pk, lore_entries=2), keep(make_user().pk, lore_entries=2)
        assert export_card(one, form).content == export_card(one, form).content == export_card(other, form).content
