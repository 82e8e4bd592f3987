"""Cards and documents in the console."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from generation.documents.reading.decoding import Decoded
from generation.models import Card, Document
from generation.services.read_document import keep_text
from tests.support.cards import keep
from tests.support.documents import keep_document

pytestmark = pytest.mark.django_db

LIST = "/admin/generation/card/"
DOCUMENTS = "/admin/generation/document/"


@pytest.fixture
def console(client: Client, staff: User) -> Client:
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


class TestCardAdmin:
    def test_lists_and_finds_cards(self, console: Client, user: User) -> None:
        keep(user.pk, name="Ada Flint")
        assert "Ada Flint" in console.get(LIST, {"q": user.email}).content.decode()
        assert "Ada Flint" not in console.get(LIST, {"q": "nobody"}).content.decode()

    def test_shows_a_card_and_lets_nobody_change_it(self, console: Client, user: User) -> None:
        card = keep(user.pk, name="Ada Flint", creator="<script>alert(1)</script>")
        page = console.get(f"{LIST}{card.pk}/change/").content.decode()
        assert "A meeting at the mouth of a mine." in page
        assert "<script>alert(1)" not in page
        assert 403 == console.post(f"{LIST}{card.pk}/change/", {"name": "Eve"}).status_code

    def test_adds_none(self, console: Client) -> None:
        assert 403 == console.get(f"{LIST}add/").status_code

    def test_deletes_cards(self, console: Client, user: User) -> None:
        card = keep(user.pk)
        console.post(f"{LIST}{card.pk}/delete/", {"post": "yes"})
        assert not Card.objects.exists()


class TestDocumentAdmin:
    def test_shows_what_a_document_is_and_nothing_of_what_it_says(self, console: Client, user: User) -> None:
        document = keep_document(user.pk, "secret words", "<script>x</script> minutes.txt")
        keep_text(document.pk, Decoded("secret words", "utf-8"))
        for address in (f"{DOCUMENTS}?q={user.email}", f"{DOCUMENTS}{document.pk}/change/"):
            page = console.get(address).content.decode()
            assert "minutes.txt" in page
            assert "secret words" not in page
            assert "<script>x" not in page
        assert 403 == console.post(f"{DOCUMENTS}{document.pk}/change/", {"name": "x"}).status_code
        assert 403 == console.get(f"{DOCUMENTS}add/").status_code

    def test_deletes_documents_without_reading_their_text(self, console: Client, user: User) -> None:
        ids = [keep_text(keep_document(user.pk, text).pk, Decoded(text, "")).pk for text in ("one", "two", "three")]
        with CaptureQueriesContext(connection) as queries:
            assert "notes.txt" in console.get(f"{DOCUMENTS}{ids[0]}/delete/").content.decode()
            console.post(f"{DOCUMENTS}{ids[0]}/delete/", {"post": "yes"})
            chosen = {"action": "delete_selected", "_selected_action": [str(one) for one in ids[1:]], "post": "yes"}
            console.post(DOCUMENTS, chosen)
        assert not Document.objects.exists()
        pages = [query["sql"] for query in queries.captured_queries if "documentpage" in query["sql"]]
        assert pages
        assert [] == [sql for sql in pages if not sql.startswith("DELETE")]
