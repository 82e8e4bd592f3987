"""Cards sent over HTTP: kept, told about, and written again."""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from accounts.services.account import export_account
from generation.models import Asset, Card
from generation.services.assets import store_asset
from tests.support.api import api, api_of, fields
from tests.support.card_files import (
    V1,
    animated,
    as_charx,
    as_json,
    as_png,
    as_text,
    picture,
    text,
    v2,
    v3,
    with_chunks,
)
from tests.support.cards import keep
from tests.support.users import make_user

pytestmark = pytest.mark.django_db

CARDS = "/api/v1/generation/cards"
LISTED = [{"type": "icon", "uri": "embeded://a.png", "name": "main", "ext": "png"}]


def send(user: User, content: bytes, name: str = "card.bin") -> Any:
    return api_of(user).post(f"{CARDS}/import", {"file": SimpleUploadedFile(name, content)}, format="multipart")


def exported(user: User, card_id: str, form: str) -> bytes:
    answer = api_of(user).get(f"{CARDS}/{card_id}/export?format={form}")
    assert 200 == answer.status_code
    return bytes(answer.content)


@pytest.fixture
def charx(user: User) -> str:
    """The id of a card with files."""
    files = {"a.png": picture(colour="red"), "notes.risum": b"a module"}
    return str(send(user, as_charx(v3(assets=LISTED), files)).json()["card_id"])


class TestImport:
    @pytest.mark.parametrize(
        "content", [as_json(V1), as_json(v2()), as_json(v3()), as_png(v2()), as_png(v3(), "ccv3"), as_charx(v3())]
    )
    def test_keeps_a_card_of_any_kind(self, user: User, content: bytes) -> None:
        answer = send(user, content)
        body, card = answer.json(), Card.objects.get()
        assert (201, str(card.pk), [], []) == (answer.status_code, body["card_id"], body["losses"], body["warnings"])
        assert answer["Location"] == body["links"]["self"] == f"{CARDS}/{card.pk}"
        assert (user.pk, "Bo", None, {}) == (card.owner_id, card.name, card.job_id, card.options)

    def test_takes_the_body_for_a_card(self, user: User) -> None:
        answer = api_of(user).post(f"{CARDS}/import", v2())
        assert 201 == answer.status_code
        assert ["sea", "work"] == sorted(Card.objects.get().tags)

    def test_tells_what_was_mended_and_what_was_left_out(self, user: User) -> None:
        body = send(user, as_json(v2(character_version=2, scenario={"a": 1}))).json()
        assert ["character_version was a number and is now a text."] == body["warnings"]
        assert ["scenario was an object instead of a text and is left out."] == body["losses"]

    @pytest.mark.parametrize(
        ("content", "words"), [(b"%PDF-1.4", "a PDF"), (b"{", "not valid JSON"), (picture(), "PNG without a card")]
    )
    def test_refuses_other_files_by_field(self, user: User, content: bytes, words: str) -> None:
        answer = send(user, content)
        assert (422, {"file"}) == (answer.status_code, fields(answer))
        assert words in answer.json()["detail"]
        assert not Card.objects.exists()

    @pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"[1]", 422), (b"", 422), (b'{"a": 1}', 422)])
    def test_refuses_other_bodies(self, user: User, body: bytes, status: int) -> None:
        answer = api_of(user).post(f"{CARDS}/import", body, content_type="application/json")
        assert status == answer.status_code, answer.content

    def test_refuses_what_is_too_large(self, user: User, settings: Any) -> None:
        settings.CARD_UPLOAD_MAX_BYTES = 1000
        assert {"file"} == fields(send(user, b"a" * 1001))
        assert 413 == send(user, b"a" * 200_000).status_code
        body = b'{"name":"' + b"a" * 5_000_000
        assert 413 == api_of(user).post(f"{CARDS}/import", body, content_type="application/json").status_code

    def test_refuses_a_form_without_just_one_file(self, user: User) -> None:
        client = api_of(user)
        file = SimpleUploadedFile("a.json", as_json(v2()))
        assert {"file"} == fields(client.post(f"{CARDS}/import", {}, format="multipart"))
        assert {"card"} == fields(client.post(f"{CARDS}/import", {"card": "Bo"}, format="multipart"))
        assert {"owner"} == fields(client.post(f"{CARDS}/import", {"file": file, "owner": "x"}, format="multipart"))

    def test_keeps_a_card_without_the_files_that_there_is_no_room_for(self, user: User, settings: Any) -> None:
        files = {"a.png": picture(colour="red"), "notes.risum": b"a module" * 1000}
        settings.CARD_STORAGE_BYTES_PER_OWNER = len(files["a.png"])
        body = send(user, as_charx(v3(assets=LISTED), files)).json()
        assert ["1 file is not kept: “notes.risum”."] == body["losses"]
        assert ["There is no room for more files in your account"] == [text.split(":")[0] for text in body["warnings"]]
        assert ["main"] == [asset.name for asset in Asset.objects.all()], "the picture comes first"
        settings.CARD_STORAGE_BYTES_PER_OWNER = 10
        body = send(user, as_charx(v3(assets=LISTED), {"a.png": files["a.png"]})).json()
        assert ["1 file is not kept: its picture."] == body["losses"]
        told = api_of(user).get(body["links"]["self"]).json()["warnings"]
        assert ["1 file is not kept: its picture.", *body["warnings"]] == told

    def test_refuses_other_types(self, user: User) -> None:
        answer = api_of(user).post(f"{CARDS}/import", b"name: Bo", content_type="application/yaml")
        assert 415 == answer.status_code

    def test_wants_somebody_signed_in(self) -> None:
        assert 401 == api().post(f"{CARDS}/import", v2()).status_code

    def test_keeps_a_name_that_is_too_long_for_lists(self, user: User) -> None:
        send(user, as_json(v2(name="a" * 500, tags=["b" * 90, " ", "B" * 90])))
        card = Card.objects.get()
        assert (200, 500, ["b" * 40]) == (len(card.name), len(card.data["name"]), card.tags)


class TestFiles:
    def test_are_described_and_can_be_taken(self, user: User, charx: str) -> None:
        client = api_of(user)
        assets = {asset["name"]: asset for asset in client.get(f"{CARDS}/{charx}").json()["assets"]}
        assert {"main", "notes.risum"} == set(assets)
        answer = client.get(assets["main"]["link"])
        assert (picture(colour="red"), "image/png") == (answer.content, answer["Content-Type"])
        assert 'attachment; filename="main.png"' == answer["Content-Disposition"]
        module = client.get(assets["notes.risum"]["link"])
        assert ("application/octet-stream", "nosniff") == (module["Content-Type"], module["X-Content-Type-Options"])

    def test_of_another_card_are_missing(self, user: User, charx: str) -> None:
        stray = store_asset(user.pk, b"a picture", card_id=keep(user.pk).pk)
        assert 404 == api_of(user).get(f"{CARDS}/{charx}/assets/{stray.pk}").status_code

    def test_make_the_portrait(self, user: User, charx: str) -> None:
        client = api_of(user)
        answer = client.get(f"{CARDS}/{charx}/portrait")
        image = Image.open(io.BytesIO(answer.content))
        assert ((400, 600), (255, 0, 0)) == (image.size, image.getpixel((5, 5)))
        assert 304 == client.get(f"{CARDS}/{charx}/portrait", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code

    def test_are_what_an_account_exports(self, user: User, charx: str) -> None:
        (card,) = export_account(user)["cards"]
        assert {"main", "notes.risum"} == {asset["name"] for asset in card["assets"]}
        assert charx == str(card["id"])


class TestExport:
    @pytest.mark.parametrize("form", ["v3", "charx"])
    def test_brings_the_card_back_with_its_files(self, user: User, charx: str, form: str) -> None:
        back = send(user, exported(user, charx, form)).json()
        assert ([], []) == (back["losses"], back["warnings"])
        first, second = (Card.objects.get(pk=key).data for key in (charx, back["card_id"]))
        other = {"assets": None, "modification_date": None}  # addresses of its own, and when the first one came
        assert {**first, **other} == {**second, **other}
        assert [dict(asset, uri="") for asset in first["assets"]] == [dict(asset, uri="") for asset in second["assets"]]

    def test_as_png_is_its_own_picture_without_what_else_was_in_it(self, user: User) -> None:
        secret = with_chunks(
            text("chara", as_text(v2())), text("Comment", b"where I live"), image=picture(size=(30, 40))
        )
        card_id = send(user, secret).json()["card_id"]
        content = exported(user, card_id, "png")
        image = Image.open(io.BytesIO(content))
        assert ((30, 40), ["chara"]) == (image.size, list(image.info))
        assert b"where I live" not in content

    def test_as_png_stands_still(self, user: User) -> None:
        card_id = send(user, with_chunks(text("chara", as_text(v2())), image=animated())).json()["card_id"]
        assert not getattr(Image.open(io.BytesIO(exported(user, card_id, "png"))), "is_animated", False)

    def test_of_a_v2_card_is_the_same_v2_card(self, user: User) -> None:
        card_id = send(user, as_json(v2())).json()["card_id"]
        assert v2() == json.loads(exported(user, card_id, "v2"))

    def test_tells_beforehand_what_would_be_lost(self, user: User, charx: str) -> None:
        client = api_of(user)
        told = {
            form: client.get(f"{CARDS}/{charx}/export/losses?format={form}").json()["losses"]
            for form in ("v2", "v3", "png", "charx")
        }
        assert [] == told["charx"]
        assert ["The nickname “B.”.", "1 greeting for groups."] == told["v2"][:2]
        assert "notes.risum" in told["v3"][0]
        assert "notes.risum" in told["png"][0]

    def test_refuses_to_tell_about_a_format_there_is_not(self, user: User, charx: str) -> None:
        assert 422 == api_of(user).get(f"{CARDS}/{charx}/export/losses?format=webp").status_code


class TestDuplicate:
    def test_is_another_card_like_it(self, user: User, charx: str) -> None:
        answer = api_of(user).post(f"{CARDS}/{charx}/duplicate")
        copy = Card.objects.exclude(pk=charx).get()
        assert (201, f"{CARDS}/{copy.pk}") == (answer.status_code, answer["Location"])
        Card.objects.get(pk=charx).delete()
        assert picture(colour="red") == bytes(Asset.objects.get(card=copy, name="main").content)
        assert "notes.risum" in str(Asset.objects.filter(card=copy).values_list("name"))
        assert b"a module" in exported(user, str(copy.pk), "charx")

    def test_leaves_the_job_to_the_first(self, user: User) -> None:
        card = keep(user.pk)
        copy = Card.objects.get(pk=api_of(user).post(f"{CARDS}/{card.pk}/duplicate").json()["id"])
        assert (None, card.data, card.options, card.tags) == (copy.job_id, copy.data, copy.options, copy.tags)


class TestIsolation:
    PATHS = ("get /export/losses?format=v2", "post /duplicate", "get /assets/{asset}", "delete ")

    @pytest.mark.parametrize("path", PATHS)
    def test_makes_a_strangers_card_look_missing(self, charx: str, path: str) -> None:
        method, _, rest = path.partition(" ")
        rest = rest.format(asset=Asset.objects.filter(card_id=charx)[0].pk)
        stranger = api_of(make_user())
        theirs, missing = (getattr(stranger, method)(f"{CARDS}/{card}{rest}") for card in (charx, uuid4()))
        assert (404, 404) == (theirs.status_code, missing.status_code)
        assert theirs.json()["detail"] == missing.json()["detail"]
        assert 1 == Card.objects.count()

    @pytest.mark.parametrize("path", PATHS)
    def test_wants_somebody_signed_in(self, charx: str, path: str) -> None:
        method, _, rest = path.partition(" ")
        assert 401 == getattr(api(), method)(f"{CARDS}/{charx}{rest.format(asset=uuid4())}").status_code
