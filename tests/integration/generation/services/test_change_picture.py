"""Another picture for a card that is there, by page and API."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from generation.models import Asset, Card
from generation.services.change_picture import change_picture
from generation.services.export_card import export_card
from generation.services.import_card import import_card
from tests.support.api import api_of
from tests.support.card_files import as_charx, picture, v3
from tests.support.cards import keep
from tests.support.users import make_user

pytestmark = pytest.mark.django_db

CARDS = "/api/v1/generation/cards"
LISTED = [{"type": "icon", "uri": "embeded://a.png", "name": "main", "ext": "png"}]


def file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.png", content)


def colour(card: Card) -> Any:
    with Image.open(io.BytesIO(export_card(Card.objects.get(pk=card.pk), "png").content)) as image:
        return image.convert("RGB").getpixel((image.width // 2, image.height // 2))


class TestChangePicture:
    @pytest.mark.parametrize("avatar", ["placeholder", "none"])
    def test_gives_a_card_one_that_had_none(self, user: Any, avatar: str) -> None:
        card = keep(user.pk, avatar=avatar, lore_entries=0)
        change_picture(user.pk, card.pk, picture(colour="red"))
        assert (255, 0, 0) == colour(card)
        assert "png" in api_of(user).get(f"{CARDS}/{card.pk}").json()["links"]

    def test_takes_the_place_of_the_one_it_came_with(self, user: Any) -> None:
        card = import_card(user.pk, as_charx(v3(assets=LISTED), {"a.png": picture(colour="red")})).card
        change_picture(user.pk, card.pk, picture(colour="blue"))
        assert ((0, 0, 255), 1) == (colour(card), Asset.objects.count())
        told = api_of(user).get(f"{CARDS}/{card.pk}").json()
        assert ([], 1) == (told["warnings"], len(told["card"]["data"]["assets"]))

    def test_keeps_the_old_one_where_the_new_one_cannot_be_kept(self, user: Any, settings: Any) -> None:
        card = keep(user.pk, lore_entries=0)
        change_picture(user.pk, card.pk, picture(colour="red"))
        settings.CARD_STORAGE_BYTES_PER_OWNER = 1
        answer = api_of(user).put(f"{CARDS}/{card.pk}/portrait", {"file": file(picture())}, format="multipart")
        assert (422, (255, 0, 0)) == (answer.status_code, colour(card))


class TestInterfaces:
    def test_change_it_by_api_and_show_the_new_one(self, user: Any) -> None:
        card, client = keep(user.pk, lore_entries=0), api_of(user)
        address = f"{CARDS}/{card.pk}/portrait"
        before = client.get(address).headers["ETag"]
        assert 204 == client.put(address, {"file": file(picture(colour="red"))}, format="multipart").status_code
        assert before != client.get(address).headers["ETag"]
        assert 422 == client.put(address, {"file": file(b"no picture")}, format="multipart").status_code
        assert 404 == api_of(make_user()).put(address, {"file": file(picture())}, format="multipart").status_code

    def test_change_it_on_its_page(self, signed_in: Client, user: Any) -> None:
        card = keep(user.pk, lore_entries=0)
        assert "Change the picture" in signed_in.get(f"/cards/{card.pk}").content.decode()
        answer = signed_in.post(f"/cards/{card.pk}/picture", {"file": file(picture(colour="red"))}, follow=True)
        assert "has another picture." in answer.content.decode()
        assert (255, 0, 0) == colour(card)
        answer = signed_in.post(f"/cards/{card.pk}/picture", {"file": file(b"no")}, follow=True)
        assert (255, 0, 0) == colour(card)
        assert 'class="toast"' in answer.content.decode()
        assert 404 == signed_in.post(f"/cards/{keep(make_user().pk).pk}/picture").status_code
