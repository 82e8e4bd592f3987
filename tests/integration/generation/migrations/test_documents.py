"""Documents on a database that has cards: forward, back, forward."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
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


def kept_as() -> tuple[str, str]:
    """How PostgreSQL keeps the bytes of documents: storage and compression."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstorage, attcompression FROM pg_attribute WHERE attname = 'content'"
            " AND attrelid = 'generation_documentcontent'::regclass"
        )
        storage, compression = cursor.fetchone()
    return storage, compression


@pytest.mark.django_db
@pytest.mark.postgresql
class TestContent:
    def test_is_not_packed_in_the_slow_way(self) -> None:
        assert kept_as() in {("x", "l"), ("e", "")}

    def test_is_kept_as_it_is_where_the_server_has_no_lz4(self, monkeypatch: pytest.MonkeyPatch) -> None:
        storage = import_module("generation.migrations._storage")
        monkeypatch.setattr(storage, "HAS_LZ4", "SELECT false")
        operation, now = storage.KeepQuickly("documentcontent", "content"), SimpleNamespace(apps=apps)
        with connection.schema_editor() as editor:
            operation.database_backwards("generation", editor, now, now)
            assert ("x", "") == kept_as()
            operation.database_forwards("generation", editor, now, now)
            assert ("e", "") == kept_as()
