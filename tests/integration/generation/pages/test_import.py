"""The page that takes a card, and what a card that came so looks like."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from generation.models import Asset, Card
from tests.support.card_files import BOOK, as_charx, as_json, as_png, picture, v2, v3

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def send(client: Client, content: bytes, name: str = "bo.png") -> Any:
    return client.post("/cards/import", {"file": SimpleUploadedFile(name, content)})


class TestImportPage:
    def test_is_linked_where_cards_are(self, signed_in: Client) -> None:
        empty = signed_in.get("/cards").content.decode()
        assert 2 == empty.count('href="/cards/import"')
        assert 'name="file"' in signed_in.get("/cards/import").content.decode()

    def test_shows_what_became_of_a_card(self, signed_in: Client) -> None:
        book = {"entries": [{"keys": ["net"], "content": "Knots."}]}
        answer = send(signed_in, as_png(v2(character_book=book, scenario={"odd": 1})))
        page, card = answer.content.decode(), Card.objects.get()
        assert 200 == answer.status_code
        assert f'href="/cards/{card.pk}"' in page
        assert "character_book had no extensions" in page
        assert "scenario was an object" in page

    def test_says_so_when_all_was_taken_over(self, signed_in: Client) -> None:
        assert "Everything in it was taken over" in send(signed_in, as_png(v2())).content.decode()

    @pytest.mark.parametrize(("content", "words"), [(b"%PDF-1.7", "This is a PDF"), (picture("WEBP"), "WEBP picture")])
    def test_says_what_another_file_is(self, signed_in: Client, content: bytes, words: str) -> None:
        answer = send(signed_in, content, "thing.bin")
        assert 422 == answer.status_code
        assert words in answer.content.decode()
        assert "thing.bin was not imported" in answer.content.decode()
        assert not Card.objects.exists()

    def test_wants_a_file_of_a_size(self, signed_in: Client, settings: Any) -> None:
        assert "No file came" in signed_in.post("/cards/import").content.decode()
        settings.CARD_UPLOAD_MAX_BYTES = 1_000_000
        answer = send(signed_in, b"a" * 1_100_000)
        assert (413, True) == (answer.status_code, "larger than 1 MB" in answer.content.decode())

    def test_wants_somebody_signed_in(self, client: Client) -> None:
        answer = client.get("/cards/import")
        assert (302, True) == (answer.status_code, "sign-in" in answer["Location"])

    def test_shows_markup_as_text(self, signed_in: Client) -> None:
        send(signed_in, as_json(v2(name="<script>alert(1)</script>")))
        page = signed_in.get(f"/cards/{Card.objects.get().pk}").content.decode()
        assert "<script>alert" not in page


class TestImportedCard:
    def test_has_a_page_a_place_in_the_gallery_and_every_download(self, signed_in: Client) -> None:
        send(signed_in, as_charx(v3(character_book=BOOK)))
        card = Card.objects.get()
        page = signed_in.get(f"/cards/{card.pk}").content.decode()
        assert 4 == page.count('class="download"')
        assert "Leaves out" in page
        assert "The nickname “B.”" in page
        assert "Bo" in signed_in.get("/cards").content.decode()

    def test_can_be_copied_and_deleted_on_its_page(self, signed_in: Client) -> None:
        send(signed_in, as_png(v2()))
        card = Card.objects.get()
        answer = signed_in.post(f"/cards/{card.pk}/duplicate")
        copy = Card.objects.exclude(pk=card.pk).get()
        assert f"/cards/{copy.pk}" == answer["Location"]
        assert 2 == Asset.objects.count()
        signed_in.post(f"/cards/{card.pk}/delete")
        assert [copy.pk] == [asset.card_id for asset in Asset.objects.all()]
