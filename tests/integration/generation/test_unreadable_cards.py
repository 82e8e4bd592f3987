"""Cards whose stored data fits the standard no more: every place shows them, says what is wrong, and leads out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from accounts.services.account import export_account
from generation.models import Card, CardRevision
from generation.services.edit_card import edit_card
from tests.support.api import api_of
from tests.support.cards import keep
from tests.support.users import make_staff

pytestmark = pytest.mark.django_db

CARDS = "/api/v1/generation/cards"
ODD: dict[str, Any] = {
    "a list": [1],
    "a text": "no card",
    "nothing": {},
    "another type": {"name": "Bo", "first_mes": {"a": 1}, "description": "A digger.", "tags": 5},
    "a broken book": {"name": "Bo", "character_book": {"entries": 5}},
    "broken entries": {"name": "Bo", "character_book": {"entries": [{"keys": 7, "content": None}, 3]}},
}
EXTRAS: dict[str, Any] = {"source": 5, "creator_notes_multilingual": 5, "assets": {"a": 1}}


def stored(owner_id: Any, data: Any) -> Card:
    """A card that somebody at the database changed."""
    card = keep(owner_id, name="Bo", lore_entries=1)
    Card.objects.filter(pk=card.pk).update(data=data)
    card.refresh_from_db()
    return card


@pytest.mark.parametrize("data", ODD.values(), ids=ODD)
class TestUnreadable:
    def test_breaks_no_page(self, signed_in: Client, user: Any, data: Any) -> None:
        card = stored(user.pk, data)
        page = signed_in.get(f"/cards/{card.pk}").content.decode()
        assert "This card cannot be shown" in page
        for address in (f"/cards/{card.pk}/raw", f"/cards/{card.pk}/edit", f"/cards/{card.pk}/delete"):
            assert address in page
        for address in ("/cards", f"/cards/{card.pk}/edit", f"/cards/{card.pk}/revisions", f"/cards/{card.pk}/raw"):
            assert 200 == signed_in.get(address).status_code, address
        assert data == json.loads(signed_in.get(f"/cards/{card.pk}/raw").content)

    def test_breaks_no_answer(self, user: Any, data: Any) -> None:
        card = stored(user.pk, data)
        client, base = api_of(user), f"{CARDS}/{card.pk}"
        assert [str(card.pk)] == [row["id"] for row in client.get(CARDS).json()["results"]]
        told = client.get(base).json()
        assert (data, True) == (told["card"]["data"], bool(told["faults"]))
        for form in ("v2", "v3", "png", "charx"):
            answer = client.get(f"{base}/export?format={form}")
            assert (409, True) == (answer.status_code, "Edit it to mend it" in answer.json()["detail"])
        assert 409 == client.get(f"{base}/export/losses?format=v2").status_code
        assert [200, 200, 201, 202] == [
            client.get(f"{base}/portrait").status_code,
            client.get(f"{base}/revisions").status_code,
            client.post(f"{base}/duplicate").status_code,
            client.post(f"{base}/regenerate", {"fields": ["tags"]}, format="json").status_code,
        ]

    def test_breaks_neither_console_nor_account(self, user: Any, data: Any) -> None:
        card = stored(user.pk, data)
        staff = make_staff()
        staff.is_superuser = True
        staff.save()
        client = Client()
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        assert 200 == client.get(f"/admin/generation/card/{card.pk}/change/").status_code
        assert data == next(iter(export_account(user)["cards"]))["data"]

    def test_is_mended_by_a_change_and_keeps_what_it_said(self, user: Any, data: Any) -> None:
        card = stored(user.pk, data)
        edit_card(user.pk, card.pk, {"name": "Bo", "description": "A digger.", "first_mes": "Hello."})
        assert [] == api_of(user).get(f"{CARDS}/{card.pk}").json()["faults"]
        assert data == CardRevision.objects.get(number=1).data

    def test_is_mended_by_its_form(self, signed_in: Client, user: Any, data: Any) -> None:
        card = stored(user.pk, data)
        page = signed_in.get(f"/cards/{card.pk}/edit").content.decode()
        assert "Saving mends this card" in page
        typed = {"name": "Bo", "description": "A digger.", "first_mes": "Hello."}
        assert 302 == signed_in.post(f"/cards/{card.pk}/edit", typed).status_code
        assert "A digger." in signed_in.get(f"/cards/{card.pk}").content.decode()


class TestOddExtras:
    @pytest.mark.parametrize("extra", EXTRAS)
    def test_break_neither_page_nor_files(self, signed_in: Client, user: Any, extra: str) -> None:
        data = keep(user.pk, lore_entries=0).data
        card = stored(user.pk, data | {extra: EXTRAS[extra]})
        assert 200 == signed_in.get(f"/cards/{card.pk}").status_code
        for form in ("v2", "v3", "png", "charx"):
            assert 200 == api_of(user).get(f"{CARDS}/{card.pk}/export?format={form}").status_code


class TestMending:
    def test_tells_what_it_leaves_out(self, signed_in: Client, user: Any) -> None:
        card = stored(user.pk, {"name": "Bo", "description": "A digger.", "scenario": {"a": 1}})
        page = signed_in.get(f"/cards/{card.pk}/edit").content.decode()
        assert "scenario was an object instead of a text and is left out." in page
