"""One card changed by several at once: every change is a revision of its own, and none undoes another field."""

from __future__ import annotations

from functools import partial

import pytest

from generation.models import Card, CardRevision
from generation.services.edit_card import edit_card, restore_revision
from tests.support.cards import keep
from tests.support.racing import race
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

FIELDS = ("scenario", "personality", "creator_notes", "mes_example")


class TestEdits:
    @pytest.mark.parametrize("seed", range(3))
    def test_of_different_fields_are_all_kept(self, seed: int) -> None:
        card = keep(make_user().pk)
        edits = [partial(edit_card, card.owner_id, card.pk, {name: f"New {name}."}) for name in FIELDS]
        assert all(isinstance(done, Card) for done in race(seed, edits))
        data = Card.objects.get().data
        assert [f"New {name}." for name in FIELDS] == [data[name] for name in FIELDS]
        assert [1, 2, 3, 4, 5] == list(CardRevision.objects.order_by("number").values_list("number", flat=True))

    @pytest.mark.parametrize("seed", range(3))
    def test_and_a_restore_follow_each_other(self, seed: int) -> None:
        card = keep(make_user().pk)
        edit_card(card.owner_id, card.pk, {"scenario": "A cellar."})
        acts = [
            partial(restore_revision, card.owner_id, card.pk, 1),
            partial(edit_card, card.owner_id, card.pk, {"scenario": "An attic."}),
        ]
        assert all(isinstance(done, Card) for done in race(seed, acts))
        assert [1, 2, 3, 4] == list(CardRevision.objects.order_by("number").values_list("number", flat=True))
        assert CardRevision.objects.get(number=4).data == Card.objects.get().data
