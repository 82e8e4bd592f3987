"""The pictures that pages show of cards."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from generation.models import Card, Rendition
from generation.models.rendition import SIZES
from generation.selectors.cards import describe_card
from generation.services.change_picture import change_picture
from generation.services.edit_card import edit_card
from tests.support.api import api_of
from tests.support.cards import keep
from tests.support.illustrator import picture
from tests.support.users import make_user

SHOWN = sorted(SIZES)
FOR_LONG = "private, max-age=31536000, immutable"


def link(card: Card, size: str) -> str:
    return describe_card(card)["links"][size]


@pytest.mark.django_db
@pytest.mark.parametrize("size", SHOWN)
class TestPicture:
    def test_has_the_size_that_it_is_called_by(self, user, size) -> None:
        answer = api_of(user).get(link(keep(user.pk), size))
        image = Image.open(io.BytesIO(answer.content))
        assert (SIZES[size], answer["Content-Type"]) == (image.size, image.get_format_mimetype())

    def test_is_made_once(self, user, size) -> None:
        card, client = keep(user.pk), api_of(user)
        client.get(link(card, size))
        Rendition.objects.update(content=b"as it was kept")
        assert b"as it was kept" == client.get(link(card, size)).content
        assert 2 == Rendition.objects.count()

    def test_may_be_kept_for_long_under_the_address_that_names_what_it_is_made_of(self, user, size) -> None:
        card, client = keep(user.pk), api_of(user)
        old = link(card, size)
        plain = old.partition("?")[0]
        assert (FOR_LONG, "private, no-cache") == tuple(client.get(url)["Cache-Control"] for url in (old, plain))
        edit_card(user.pk, card.pk, {"name": "Somebody Else"})
        assert "private, no-cache" == client.get(old)["Cache-Control"]

    def test_is_not_sent_again_to_one_who_has_it(self, user, size) -> None:
        card, client = keep(user.pk), api_of(user)
        answer = client.get(link(card, size))
        again = client.get(link(card, size), HTTP_IF_NONE_MATCH=answer["ETag"])
        assert (304, b"", FOR_LONG) == (again.status_code, again.content, again["Cache-Control"])

    def test_is_another_once_the_card_has_another_picture_or_name(self, user, size) -> None:
        card, client = keep(user.pk), api_of(user)
        seen = [client.get(link(card, size))]
        card = edit_card(user.pk, card.pk, {"name": "Somebody Else"})
        seen.append(client.get(link(card, size)))
        card = change_picture(user.pk, card.pk, picture())
        seen.append(client.get(link(card, size)))
        assert 3 == len({answer["ETag"] for answer in seen}) == len({answer.content for answer in seen})
        assert 2 == Rendition.objects.count()

    def test_is_somebody_elses_business(self, size) -> None:
        assert 404 == api_of(make_user()).get(link(keep(make_user().pk), size)).status_code

    def test_goes_with_its_card(self, user, size) -> None:
        card = keep(user.pk)
        api_of(user).get(link(card, size))
        card.delete()
        assert not Rendition.objects.exists()


@pytest.mark.django_db
class TestThumbnail:
    def test_is_small(self, user) -> None:
        card = change_picture(user.pk, keep(user.pk).pk, picture())
        assert len(api_of(user).get(link(card, "thumbnail")).content) < 20_000

    def test_is_what_the_gallery_shows(self, user, signed_in) -> None:
        card = keep(user.pk)
        page = signed_in.get("/cards").content.decode()
        assert f'src="{link(card, "thumbnail")}"' in page
        assert "/portrait" not in page


@pytest.mark.django_db
class TestUpload:
    def send(self, user) -> dict[str, Any]:
        file = SimpleUploadedFile("knight.png", picture(), "image/png")
        answer = api_of(user).post("/api/v1/generation/uploads", {"file": file}, format="multipart")
        return answer.json()

    def test_is_shown_small_to_its_owner_alone(self, user) -> None:
        shown = self.send(user)["links"]["thumbnail"]
        answer = api_of(user).get(shown)
        assert SIZES["thumbnail"] == Image.open(io.BytesIO(answer.content)).size
        assert (FOR_LONG, 404) == (answer["Cache-Control"], api_of(make_user()).get(shown).status_code)
        assert 304 == api_of(user).get(shown, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code
