"""A card edited by hand in the browser, and its revisions."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from generation.cards.card import CardData
from generation.models import Card, CardRevision
from generation.pages.lore_fields import SHOWN, lore_fields, version_of
from generation.pages.passages import passages_of
from generation.services.edit_card import edit_card
from tests.support.cards import keep
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.once]

DATA = {"name": "Bo", "description": "A digger.", "first_mes": "Hello."}


@pytest.fixture
def card(user) -> Card:
    return keep(user.pk, name="Ada Flint", lore_entries=2, alternate_greetings=1)


def form_of(card: Card, **typed: str) -> dict[str, str]:
    """The form as it is shown, with what was typed."""
    data = CardData.model_validate(card.data)
    passages = [*passages_of(data, {}, {}), *(part for entry in lore_fields(data, {}, {}) for part in entry.passages)]
    shown = {passage.name: passage.value for passage in passages} | {SHOWN: version_of(data)}
    return shown | {name.replace("__", "."): value for name, value in typed.items()}


def send(client, card: Card, *, leave_out: str = "", **typed: str) -> Any:
    """Post the form with what was typed, without the fields that begin with `leave_out`."""
    form = QueryDict(mutable=True)
    whole = form_of(card, **typed).items()
    form.update(
        {name: value.replace("\n", "\r\n") for name, value in whole if not (leave_out and name.startswith(leave_out))}
    )
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


def entries_of(card: Card) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = Card.objects.get(pk=card.pk).data["character_book"]["entries"]
    return entries


class TestLore:
    """Two entries, of which one goes or to which one comes."""

    NEW = ("character_book.new-1.name", "character_book.new-1.keys", "character_book.new-1.content")

    def new(self, *values: str) -> dict[str, str]:
        return {name.replace(".", "__"): value for name, value in zip(self.NEW, values, strict=True)}

    def test_gains_an_entry_with_an_id_and_order_of_its_own(self, signed_in, card: Card) -> None:
        before = entries_of(card)
        send(signed_in, card, **self.new("The bell", "bell, chime", "It rings at dusk."))
        *old, new = entries_of(card)
        assert before == old
        assert ("The bell", "The bell", ["bell", "chime"], "It rings at dusk.", True) == (
            new["name"], new["comment"], new["keys"], new["content"], new["enabled"],
        )  # fmt: skip
        assert (2, 102) == (new["id"], new["insertion_order"])

    def test_loses_an_entry_that_the_form_shows_no_more(self, signed_in, card: Card) -> None:
        _, second = entries_of(card)
        send(signed_in, card, leave_out="character_book.0.")
        assert [second] == entries_of(card)

    def test_stays_where_the_form_did_not_show_it(self, signed_in, card: Card) -> None:
        before = entries_of(card)
        signed_in.post(f"/cards/{card.pk}/edit", {"scenario": "A cellar."})
        assert before == entries_of(card)

    def test_gains_nothing_from_an_entry_left_empty(self, signed_in, card: Card) -> None:
        send(signed_in, card, **self.new(" ", "", ""))
        assert not CardRevision.objects.exists()

    def test_of_a_card_that_had_none_begins_with_its_first_entry(self, signed_in, user) -> None:
        card = keep(user.pk, lore_entries=0)
        send(signed_in, card, **self.new("", "bell", "It rings."))
        (entry,) = entries_of(card)
        assert (0, 100, ["bell"]) == (entry["id"], entry["insertion_order"], entry["keys"])

    def test_keeps_title_and_comment_alike_unless_they_were_not(self, signed_in, card: Card) -> None:
        send(signed_in, card, character_book__0__name="Renamed")
        assert ("Renamed", "Renamed") == (entries_of(card)[0]["name"], entries_of(card)[0]["comment"])

    def test_is_changed_in_its_settings(self, signed_in, card: Card) -> None:
        _, before = entries_of(card)
        send(
            signed_in, card, character_book__0__use="never", character_book__0__secondary_keys="tide, moon",
            character_book__1__use="always", character_book__1__insertion_order="7.5",
        )  # fmt: skip
        first, second = entries_of(card)
        assert (False, False, True, ["tide", "moon"]) == (
            first["enabled"], first["constant"], first["selective"], first["secondary_keys"],
        )  # fmt: skip
        assert before | {"constant": True, "insertion_order": 7.5} == second

    @pytest.mark.parametrize("order", ["soon", "nan", ""])
    def test_wants_a_number_for_its_order(self, signed_in, card: Card, order: str) -> None:
        answer = send(signed_in, card, character_book__1__insertion_order=order)
        page = answer.content.decode()
        assert (422, True) == (answer.status_code, "Give a number, such as 100." in page)
        assert 'id="passage-character_book-1-insertion_order-error"' in page
        assert '<details class="folded" open>' in page

    def test_tells_what_is_wrong_at_the_entry_that_it_is_wrong_with(self, signed_in, card: Card) -> None:
        typed = self.new("The bell", "", "It rings.")
        answer = send(signed_in, card, leave_out="character_book.0.", **typed)
        page = answer.content.decode()
        assert 422 == answer.status_code
        assert 'id="passage-character_book-new-1-keys-error"' in page
        assert 'id="passage-character_book-1-keys-error"' not in page
        assert 'name="character_book.0.keys"' not in page

    @pytest.mark.parametrize(
        ("button", "shown", "gone"),
        [
            ({"add-lore": "yes"}, ["character_book.0.keys", "character_book.1.keys", "character_book.new-1.keys"], []),
            ({"remove-lore": "0"}, ["character_book.1.keys"], ["character_book.0.keys"]),
        ],
    )
    def test_is_changed_by_buttons_that_keep_nothing_yet(
        self, signed_in, card: Card, button: dict[str, str], shown: list[str], gone: list[str]
    ) -> None:
        answer = send(signed_in, card, scenario="Typed so far.", **button)
        page = answer.content.decode()
        assert 200 == answer.status_code
        assert "Typed so far." in page
        assert [True] * len(shown) == [f'name="{name}"' in page for name in shown]
        assert [False] * len(gone) == [f'name="{name}"' in page for name in gone]
        assert not CardRevision.objects.exists()


class TestGreetings:
    def test_that_were_not_touched_stay_byte_for_byte(self, signed_in, user) -> None:
        card = keep(user.pk, CardData.model_validate({**DATA, "alternate_greetings": ["One.\r\nTwo.", "", "Three."]}))
        send(signed_in, card, alternate_greetings__2="Four.")
        card.refresh_from_db()
        assert ["One.\r\nTwo.", "", "Four."] == card.data["alternate_greetings"]


class TestTwoForms:
    def test_are_not_saved_over_each_other_unseen(self, signed_in, card: Card) -> None:
        version = card.updated_at.isoformat()
        first = {"version": version, "scenario": "A cellar."}
        assert 302 == signed_in.post(f"/cards/{card.pk}/edit", first).status_code
        answer = signed_in.post(f"/cards/{card.pk}/edit", {"version": version, "scenario": "An attic."})
        page = answer.content.decode()
        assert (409, True, True) == (answer.status_code, "changed elsewhere" in page, "An attic." in page)
        assert "A cellar." == Card.objects.get().data["scenario"]
        again = {"version": Card.objects.get().updated_at.isoformat(), "scenario": "An attic."}
        assert f'value="{again["version"]}"' in page
        assert 302 == signed_in.post(f"/cards/{card.pk}/edit", again).status_code
        assert "An attic." == Card.objects.get().data["scenario"]

    def test_do_not_change_the_wrong_entry(self, signed_in, card: Card) -> None:
        stale = form_of(card, character_book__1__content="Of the second.")
        send(signed_in, card, leave_out="character_book.0.")
        answer = signed_in.post(f"/cards/{card.pk}/edit", stale)
        assert (409, True) == (answer.status_code, "The lore below" in answer.content.decode())
        assert ["Of the second."] != [entry["content"] for entry in entries_of(card)]


class TestSillyTavernLore:
    """Entries as SillyTavern writes them, which break rules that ours keep."""

    ENTRIES = (
        {"id": 0, "keys": ["a, b"], "content": "One.", "selective": True, "secondary_keys": []},
        {"id": 1, "keys": ["sea"], "content": "Two.", "selective": True, "secondary_keys": []},
        {"id": 2, "keys": ["sea"], "content": "Three."},
        {"id": 3, "keys": [], "content": ""},
    )

    @pytest.fixture
    def odd(self, user) -> Card:
        return keep(user.pk, CardData.model_validate({**DATA, "character_book": {"entries": self.ENTRIES}}))

    @pytest.mark.parametrize("number", [0, 1, 2])
    def test_is_edited_all_the_same(self, signed_in, odd: Card, number: int) -> None:
        answer = signed_in.post(f"/cards/{odd.pk}/edit", form_of(odd) | {f"character_book.{number}.content": "New."})
        assert 302 == answer.status_code
        assert "New." == entries_of(odd)[number]["content"]

    def test_loses_an_entry_all_the_same(self, signed_in, odd: Card) -> None:
        assert 302 == send(signed_in, odd, leave_out="character_book.0.").status_code
        assert ["Two.", "Three.", ""] == [entry["content"] for entry in entries_of(odd)]

    def test_is_judged_where_it_is_made_worse(self, signed_in, odd: Card) -> None:
        answer = send(signed_in, odd, character_book__1__content=" ")
        assert (422, True) == (answer.status_code, "must not be empty" in answer.content.decode())


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
