"""Revisions on a database that has cards: forward, back, forward."""

from __future__ import annotations

import pytest

from generation.models import Card, CardRevision
from generation.services.edit_card import edit_card
from tests.support.cards import keep
from tests.support.migrations import schema_of
from tests.support.users import make_user

BEFORE, AFTER = "0002_assets", "0003_card_revisions"


@pytest.mark.django_db(transaction=True)
class TestCardRevisions:
    def test_leave_the_cards_of_the_release_before_as_they_are(self) -> None:
        card = keep(make_user().pk)
        with schema_of("generation") as migrate:
            for schema in (BEFORE, AFTER, BEFORE, AFTER):
                model = migrate(schema).get_model("generation", "Card")
                assert [card.data] == list(model.objects.values_list("data", flat=True))
        edit_card(card.owner_id, card.pk, {"scenario": "A cellar."})
        assert [1, 2] == list(CardRevision.objects.values_list("number", flat=True))
        assert "A cellar." == Card.objects.get().data["scenario"]
