"""Cards in the console."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from generation.models import Card
from tests.support.cards import keep

pytestmark = pytest.mark.django_db

LIST = "/admin/generation/card/"


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
