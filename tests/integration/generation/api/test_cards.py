"""Cards over HTTP."""

from __future__ import annotations

import base64
import io
import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from accounts.models import User
from generation.models import Card
from tests.support.api import api, api_of, fields
from tests.support.cards import keep, write
from tests.support.users import make_user

pytestmark = pytest.mark.django_db

CARDS = "/api/v1/generation/cards"


def names(response: Any) -> list[str]:
    return [card["name"] for card in response.json()["results"]]


@pytest.fixture
def card(user: User) -> Card:
    return keep(user.pk, name="Ada Flint", nickname="Ada", group_greetings=1)


class TestList:
    def test_is_newest_first(self, user: User) -> None:
        for name in ("One", "Two"):
            keep(user.pk, name=name)
        response = api_of(user).get(CARDS)
        assert ["Two", "One"] == names(response)
        assert {"count", "next", "previous", "results"} == set(response.json())

    def test_says_what_a_gallery_needs(self, user: User, card: Card) -> None:
        (shown,) = api_of(user).get(CARDS).json()["results"]
        assert (str(card.pk), "Ada Flint", "For people who like stone.", 12, "both") == (
            shown["id"],
            shown["name"],
            shown["summary"],
            shown["lore_entries"],
            shown["spec"],
        )
        assert ["fantasy", "miner", "mountain", "stone", "work"] == shown["tags"]
        assert "data" not in shown

    def test_comes_in_pages(self, user: User) -> None:
        data = write()
        for number in range(5):
            keep(user.pk, data.model_copy(update={"name": f"Card {number}"}))
        client = api_of(user)
        first = client.get(CARDS, {"limit": 2}).json()
        second = client.get(first["next"]).json()
        last = client.get(second["next"]).json()
        assert (5, None, ["Card 4", "Card 3"]) == (
            first["count"],
            first["previous"],
            [card["name"] for card in first["results"]],
        )
        assert (["Card 0"], None) == ([card["name"] for card in last["results"]], last["next"])
        assert first["results"] == client.get(second["previous"]).json()["results"]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"q": "ada"}, ["Ada"]),
            ({"q": "STONE"}, ["Bo", "Ada"]),
            ({"q": "bo stone"}, ["Bo"]),
            ({"q": "%"}, []),
            ({"tag": "Miner"}, ["Bo", "Ada"]),
            ({"tag": "min"}, []),
            ({"tag": "miner", "q": "ada"}, ["Ada"]),
        ],
    )
    def test_can_be_searched(self, user: User, query: dict[str, str], found: list[str]) -> None:
        for name in ("Ada", "Bo"):
            keep(user.pk, name=name)
        assert found == names(api_of(user).get(CARDS, query))

    @pytest.mark.parametrize(
        ("query", "field"),
        [({"limit": "0"}, "limit"), ({"limit": "101"}, "limit"), ({"offset": "-1"}, "offset"), ({"sort": "x"}, "sort")],
    )
    def test_refuses_a_bad_query_by_name(self, user: User, query: dict[str, str], field: str) -> None:
        response = api_of(user).get(CARDS, query)
        assert 422 == response.status_code
        assert {field} == fields(response)

    def test_asks_the_database_as_often_for_many_as_for_few(self, user: User) -> None:
        client, data, counts = api_of(user), write(), []
        for _ in range(2):
            for _ in range(3):
                keep(user.pk, data)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(CARDS)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestCard:
    def test_is_whole(self, user: User, card: Card) -> None:
        body = api_of(user).get(f"{CARDS}/{card.pk}").json()
        assert "chara_card_v3" == body["card"]["spec"]
        assert card.data == body["card"]["data"]
        assert 7 == body["options"]["seed"]

    def test_is_shown_even_when_its_data_fits_no_more(self, user: User, card: Card) -> None:
        Card.objects.update(data={"name": 5})
        client = api_of(user)
        assert {"name": 5} == client.get(f"{CARDS}/{card.pk}").json()["card"]["data"]
        assert 409 == client.get(f"{CARDS}/{card.pk}/export?format=v2").status_code

    def test_can_be_deleted(self, user: User, card: Card) -> None:
        client = api_of(user)
        assert 204 == client.delete(f"{CARDS}/{card.pk}").status_code
        assert 404 == client.get(f"{CARDS}/{card.pk}").status_code
        assert 404 == client.delete(f"{CARDS}/{card.pk}").status_code


class TestIsolation:
    @pytest.mark.parametrize("path", ["", "/export?format=png", "/portrait"])
    def test_makes_a_strangers_card_look_missing(self, card: Card, path: str) -> None:
        stranger = api_of(make_user())
        theirs, missing = stranger.get(f"{CARDS}/{card.pk}{path}"), stranger.get(f"{CARDS}/{uuid4()}{path}")
        assert (404, 404) == (theirs.status_code, missing.status_code)
        assert theirs.json()["detail"] == missing.json()["detail"]

    def test_keeps_a_strangers_card(self, card: Card) -> None:
        assert 404 == api_of(make_user()).delete(f"{CARDS}/{card.pk}").status_code
        assert Card.objects.filter(pk=card.pk).exists()

    def test_lists_nothing_of_a_stranger(self, card: Card) -> None:
        assert [] == names(api_of(make_user()).get(CARDS))

    @pytest.mark.parametrize("path", ["", "/export?format=png", "/portrait"])
    def test_wants_somebody_signed_in(self, card: Card, path: str) -> None:
        assert 401 == api().get(f"{CARDS}/{card.pk}{path}").status_code

    @pytest.mark.parametrize("card_id", ["1", "not-a-uuid", "0" * 32])
    def test_takes_a_bad_id_for_a_missing_one(self, user: User, card_id: str) -> None:
        assert 404 == api_of(user).get(f"{CARDS}/{card_id}").status_code


class TestExport:
    @pytest.mark.parametrize(
        ("form", "kind", "name"),
        [
            ("v2", "application/json", "ada-flint.v2.json"),
            ("v3", "application/json", "ada-flint.v3.json"),
            ("png", "image/png", "ada-flint.png"),
        ],
    )
    def test_is_a_file_to_save(self, user: User, card: Card, form: str, kind: str, name: str) -> None:
        response = api_of(user).get(f"{CARDS}/{card.pk}/export?format={form}")
        assert (200, kind, f'attachment; filename="{name}"', "nosniff") == (
            response.status_code,
            response["Content-Type"],
            response["Content-Disposition"],
            response["X-Content-Type-Options"],
        )

    @pytest.mark.parametrize(("form", "spec"), [("v2", "chara_card_v2"), ("v3", "chara_card_v3")])
    def test_is_the_document_of_the_standard(self, user: User, card: Card, form: str, spec: str) -> None:
        document = json.loads(api_of(user).get(f"{CARDS}/{card.pk}/export?format={form}").content)
        assert (spec, "Ada Flint") == (document["spec"], document["data"]["name"])

    def test_carries_both_standards_in_a_png(self, user: User, card: Card) -> None:
        response = api_of(user).get(f"{CARDS}/{card.pk}/export?format=png")
        image = Image.open(io.BytesIO(response.content))
        assert ["chara", "ccv3"] == list(image.info)
        assert "Ada" == json.loads(base64.b64decode(image.info["ccv3"]))["data"]["nickname"]

    @pytest.mark.parametrize("query", ["", "?format=", "?format=exe", "?format=PNG", "?format=png&size=9"])
    def test_refuses_a_bad_format(self, user: User, card: Card, query: str) -> None:
        assert 422 == api_of(user).get(f"{CARDS}/{card.pk}/export{query}").status_code


class TestPortrait:
    def test_is_a_picture_without_the_card(self, user: User, card: Card) -> None:
        response = api_of(user).get(f"{CARDS}/{card.pk}/portrait")
        image = Image.open(io.BytesIO(response.content))
        assert ("image/png", (400, 600), {}) == (response["Content-Type"], image.size, image.info)
