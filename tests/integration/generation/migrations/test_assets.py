"""Assets on a database that has cards: forward, back, forward."""

from __future__ import annotations

import pytest

from generation.models import Asset, Card
from generation.services.assets import store_asset
from tests.support.cards import keep
from tests.support.migrations import schema_of
from tests.support.users import make_user

BEFORE, AFTER = "0001_initial", "0002_assets"


@pytest.mark.django_db(transaction=True)
class TestAssets:
    def test_leave_the_cards_of_the_release_before_as_they_are(self) -> None:
        card = keep(make_user().pk)
        with schema_of("generation") as migrate:
            for schema in (BEFORE, AFTER, BEFORE, AFTER):
                model = migrate(schema).get_model("generation", "Card")
                assert [card.pk] == list(model.objects.values_list("pk", flat=True))
        assert card.data == Card.objects.get().data
        store_asset(card.owner_id, b"a picture", card_id=card.pk)
        assert card.pk == Asset.objects.get().card_id
