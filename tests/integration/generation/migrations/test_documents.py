"""Documents on a database that has cards: forward, back, forward."""

from __future__ import annotations

import pytest
from django.db import connection

from generation.models import Card, Document
from tests.support.cards import keep
from tests.support.documents import keep_document
from tests.support.migrations import schema_of
from tests.support.users import make_user

BEFORE, AFTER = "0003_card_revisions", "0004_documents"


@pytest.mark.django_db(transaction=True)
class TestDocuments:
    def test_leave_the_cards_of_the_release_before_as_they_are(self) -> None:
        card = keep(make_user().pk)
        with schema_of("generation") as migrate:
            for schema in (BEFORE, AFTER, BEFORE, AFTER):
                model = migrate(schema).get_model("generation", "Card")
                assert [card.pk] == list(model.objects.values_list("pk", flat=True))
        assert card.data == Card.objects.get().data
        assert keep_document(card.owner_id) == Document.objects.get()

    @pytest.mark.postgresql
    def test_are_not_packed_in_the_slow_way(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT attstorage, attcompression FROM pg_attribute WHERE attname = 'content'"
                " AND attrelid = 'generation_documentcontent'::regclass"
            )
            assert cursor.fetchone() in {("x", "l"), ("e", "")}
