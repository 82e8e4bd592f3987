"""A card edited by hand in the browser, and its revisions."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from generation.cards.card import CardData
from generation.models import Card, CardRevision
from generation.pages.passages import passages_of
from generation.services.edit_card import edit_card
from tests.support.cards import keep
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(user) -> Card:
    return keep(user.pk, name="Ada Flint", lore_entries=2, alternate_greetings=1)


def form_of(card: Card, **typed: str) -> dict[str, str]:
    """The form as it is shown, with what was typed."""
    shown = {passage.name: passage.value for passage in passages_of(CardData.model_validate(card.data), {}, {})}
    return shown | {name.replace("__", "."): value for name, value in typed.items()}


def send(client, card: Card, **typed: str) -> Any:
    form = QueryDict(mutable=True)
    form.update({name: value.replace("\n", "\r\n") for name, value in form_of(card, **typed).items()})
    return client.post(f"/cards/{card.pk}/edit", form.urlencode(), "application/x-www-form-urlencoded")


class TestEdit:
    def test_shows_every_text(self, signed_in, card: Card) -> None:
        page = signed_in.get(f"/cards/{card.pk}/edit").content.decode()
        for name in (
            "description",
            "alternate_greetings.0",
            "character_book.1.content",
            "character_book.1.keys",
            "tags",
        ):
            assert f'name="{name}"' in page
        assert "All about Subject 1." in page

    def test_saves_what_was_changed_and_nothing_else(self, signed_in, card: Card) -> None:
        answer = send(
            signed_in, card, scenario="One.\nTwo.", tags="clay, stone", alternate_greetings__1="And hello.",
            character_book__0__content="Another thing.", character_book__1__keys="bell, tower",
        )  # fmt: skip
        before = card.data
        card.refresh_from_db()
        assert f"/cards/{card.pk}" == answer.headers["Location"]
        assert ("One.\nTwo.", ["clay", "stone"], "And hello.") == (
            card.data["scenario"], card.data["tags"], card.data["alternate_greetings"][1],
        )  # fmt: skip
        first, second = card.data["character_book"]["entries"]
        old_first, old_second = before["character_book"]["entries"]
        assert old_first | {"content": "Another thing."} == first
        assert old_second | {"keys": ["bell", "tower"]} == second
        assert before["description"] == card.data["description"]

    def test_leaves_no_revision_when_nothing_was_changed(self, signed_in, card: Card) -> None:
        send(signed_in, card)
        assert not CardRevision.objects.exists()

    def test_takes_a_greeting_away_when_it_is_emptied(self, signed_in, card: Card) -> None:
        send(signed_in, card, alternate_greetings__0="")
        card.refresh_from_db()
        assert [] == card.data["alternate_greetings"]

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"name": ""}, "name"),
            ({"description": " "}, "description"),
            ({"character_book__0__keys": ""}, "character_book-0-keys"),
            ({"character_book__0__content": ""}, "character_book-0-content"),
        ],
    )
    def test_names_the_field_that_is_wrong_and_keeps_what_was_typed(
        self, signed_in, card: Card, typed: dict[str, str], field: str
    ) -> None:
        answer = send(signed_in, card, **typed, scenario="Kept words.")
        page = answer.content.decode()
        assert 422 == answer.status_code
        assert f'id="passage-{field}-error"' in page
        assert "Kept words." in page
        assert not CardRevision.objects.exists()


class TestRevisions:
    def test_show_what_is_different(self, signed_in, card: Card) -> None:
        edit_card(card.owner_id, card.pk, {"personality": "Patient and wet."})
        page = signed_in.get(f"/cards/{card.pk}/revisions").content.decode()
        assert "<del>dry.</del><ins>wet.</ins>" in page
        assert "The card as it was made." in page

    def test_are_there_for_a_card_that_was_never_changed(self, signed_in, card: Card) -> None:
        assert "what the card says now" in signed_in.get(f"/cards/{card.pk}/revisions").content.decode()

    def test_escape_what_a_card_says(self, signed_in, card: Card) -> None:
        edit_card(card.owner_id, card.pk, {"scenario": "<script>alert(1)</script>"})
        page = signed_in.get(f"/cards/{card.pk}/revisions").content.decode()
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page

    def test_are_restored(self, signed_in, card: Card) -> None:
        edit_card(card.owner_id, card.pk, {"scenario": "A cellar."})
        answer = signed_in.post(f"/cards/{card.pk}/revisions/1/restore")
        assert f"/cards/{card.pk}/revisions" == answer.headers["Location"]
        assert card.data == Card.objects.get().data

    def test_that_are_not_there_are_a_404(self, signed_in, card: Card) -> None:
        assert 404 == signed_in.post(f"/cards/{card.pk}/revisions/7/restore").status_code


class TestSomebodyElse:
    def test_finds_none_of_it(self, client, card: Card) -> None:
        client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
        base = f"/cards/{card.pk}"
        assert [404, 404, 404, 404] == [
            client.get(f"{base}/edit").status_code,
            client.post(f"{base}/edit", {"name": "Mine"}).status_code,
            client.get(f"{base}/revisions").status_code,
            client.post(f"{base}/revisions/1/restore").status_code,
        ]
