"""Cards changed by hand, their revisions, and fields written anew, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from accounts.models import User
from generation.cards.card import CardData
from generation.cards.options import CARD_FIELDS
from generation.models import Card, CardRevision
from generation.services import edit_card as editing
from generation.services.change_picture import change_picture
from jobs.models import Job
from tests.support.api import api_of, fields
from tests.support.cards import keep, write
from tests.support.illustrator import picture
from tests.support.users import make_user

pytestmark = pytest.mark.django_db

CARDS = "/api/v1/generation/cards"


@pytest.fixture
def card(user: User) -> Card:
    return keep(user.pk, name="Ada Flint", nickname="Ada")


def change(user: User, card: Card, **changes: Any) -> Any:
    return api_of(user).patch(f"{CARDS}/{card.pk}", changes)


def revisions(user: User, card: Card) -> list[dict[str, Any]]:
    return api_of(user).get(f"{CARDS}/{card.pk}/revisions").json()["results"]


class TestIfMatch:
    def patch(self, user: User, card: Card, tag: str | None, **changes: Any) -> Any:
        more: dict[str, Any] = {} if tag is None else {"HTTP_IF_MATCH": tag}
        return api_of(user).patch(f"{CARDS}/{card.pk}", changes, **more)

    def tag(self, user: User, card: Card) -> str:
        return str(api_of(user).get(f"{CARDS}/{card.pk}")["ETag"])

    def test_lets_through_what_was_read_and_answers_with_the_next_tag(self, user: User, card: Card) -> None:
        read = self.tag(user, card)
        first = self.patch(user, card, read, scenario="A cellar.")
        second = self.patch(user, card, first["ETag"], scenario="A roof.")
        assert [200, 200] == [first.status_code, second.status_code]
        assert 3 == len({read, first["ETag"], second["ETag"]})
        assert second["ETag"] == self.tag(user, card)

    def test_refuses_a_card_that_was_changed_meanwhile_with_the_way_out(self, user: User, card: Card) -> None:
        read = self.tag(user, card)
        change(user, card, scenario="A cellar.")
        answer = self.patch(user, card, read, scenario="A roof.")
        told = answer.json()
        assert (412, "urn:smart-task-queue:problem:precondition-failed") == (answer.status_code, told["type"])
        [entry] = told["errors"]
        assert "If-Match" == entry["field"]
        assert "GET it again" in entry["fix"]
        card.refresh_from_db()
        assert "A cellar." == card.data["scenario"]

    def test_refuses_a_card_that_has_another_picture_since(self, user: User, card: Card) -> None:
        read = self.tag(user, card)
        change_picture(user.pk, card.pk, picture())
        assert 412 == self.patch(user, card, read, scenario="A roof.").status_code

    @pytest.mark.parametrize("tag", [None, "*", '"x", {tag}', '{tag} , "x"'])
    def test_is_content_with_any_of_its_tags_or_none(self, user: User, card: Card, tag: str | None) -> None:
        given = tag and tag.format(tag=self.tag(user, card))
        assert 200 == self.patch(user, card, given, scenario="A roof.").status_code

    @pytest.mark.parametrize(("tag", "status"), [('"x"', 412), ("W/{tag}", 412), ("x", 422), ("", 422), ('"x', 422)])
    def test_takes_tags_as_they_were_given(self, user: User, card: Card, tag: str, status: int) -> None:
        given = tag.format(tag=self.tag(user, card))
        assert status == self.patch(user, card, given, scenario="A roof.").status_code

    def test_is_told_in_the_schema(self) -> None:
        schema = SchemaGenerator().get_schema(request=None, public=True)
        [path] = [path for path in schema["paths"] if path.endswith("/generation/cards/{card_id}")]
        asked = {parameter["name"] for parameter in schema["paths"][path]["patch"]["parameters"]}
        answers = schema["paths"][path]["patch"]["responses"]
        assert ("If-Match" in asked, "412" in answers) == (True, True)
        for method in ("get", "patch"):
            assert "ETag" in schema["paths"][path][method]["responses"]["200"]["headers"]


class TestPatch:
    def test_changes_what_is_sent_and_leaves_the_rest(self, user: User, card: Card) -> None:
        answer = change(user, card, scenario="A cellar.", tags=["Stone", "dark"])
        data = answer.json()["card"]["data"]
        assert (200, "A cellar.", ["Stone", "dark"]) == (answer.status_code, data["scenario"], data["tags"])
        left = {name: value for name, value in data.items() if name not in {"scenario", "tags", "modification_date"}}
        assert left == {name: card.data[name] for name in left}
        assert data["modification_date"] > card.data["modification_date"]

    def test_lets_lists_and_search_follow(self, user: User, card: Card) -> None:
        change(user, card, name="Ida Marl", creator_notes="About clay.", tags=["Clay"], character_book=None)
        card.refresh_from_db()
        assert ("Ida Marl", "About clay.", ["clay"], 0) == (card.name, card.summary, card.tags, card.lore_entries)

    def test_takes_a_whole_lorebook_with_extensions_that_it_does_not_know(self, user: User, card: Card) -> None:
        book = card.data["character_book"]
        book["entries"][0] |= {"content": "Quite another thing.", "extensions": {"position": 4, "other": {"a": [1]}}}
        answer = change(user, card, character_book=book)
        (first, *_) = answer.json()["card"]["data"]["character_book"]["entries"]
        assert ("Quite another thing.", {"position": 4, "other": {"a": [1]}}) == (first["content"], first["extensions"])

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"colour": "red"}, "colour"),
            ({"extensions": {}}, "extensions"),
            ({"owner": "me"}, "owner"),
            ({"name": ""}, "name"),
            ({"name": None}, "name"),
            ({"name": ["x"]}, "name"),
            ({"description": " "}, "description"),
            ({"tags": "one, two"}, "tags"),
            ({"alternate_greetings": [1]}, "alternate_greetings.0"),
            ({"character_book": {"entries": [{}]}}, "character_book.entries.0.keys"),
            ({"character_book": {"entries": [{"keys": ["a,b"], "content": "x"}]}}, "character_book.entries.0.keys"),
        ],
    )
    def test_refuses_what_makes_no_card_by_name(
        self, user: User, card: Card, changes: dict[str, Any], field: str
    ) -> None:
        answer = change(user, card, **changes)
        assert 422 == answer.status_code, answer.json()
        assert field in fields(answer)
        card.refresh_from_db()
        assert "Ada Flint" == card.name
        assert not CardRevision.objects.exists()

    def test_does_not_judge_what_it_leaves(self, user: User) -> None:
        data = write().model_copy(update={"first_mes": ""})
        odd = keep(user.pk, CardData.model_validate(data.model_dump()))
        assert 200 == change(user, odd, scenario="A cellar.").status_code

    @pytest.mark.parametrize("body", [[], "text", 5])
    def test_refuses_a_body_that_is_no_object(self, user: User, card: Card, body: Any) -> None:
        assert 422 == api_of(user).patch(f"{CARDS}/{card.pk}", body).status_code


class TestRevisions:
    def test_begin_with_what_was_made(self, user: User, card: Card) -> None:
        (only,) = revisions(user, card)
        assert (1, "made", [], True) == (only["number"], only["reason"], only["changed"], only["is_current"])
        assert not CardRevision.objects.exists()

    def test_are_numbered_newest_first_and_name_what_changed(self, user: User, card: Card) -> None:
        change(user, card, scenario="A cellar.")
        change(user, card, scenario="An attic.", name="Ida Marl")
        told = [(one["number"], one["reason"], one["changed"], one["is_current"]) for one in revisions(user, card)]
        assert told == [
            (3, "edited", ["name", "scenario"], True),
            (2, "edited", ["scenario"], False),
            (1, "made", [], False),
        ]

    def test_are_none_of_an_edit_that_changes_nothing(self, user: User, card: Card) -> None:
        change(user, card, scenario=card.data["scenario"])
        assert not CardRevision.objects.exists()

    def test_hold_the_whole_card(self, user: User, card: Card) -> None:
        change(user, card, scenario="A cellar.")
        first = api_of(user).get(f"{CARDS}/{card.pk}/revisions/1").json()
        assert card.data == first["card"]["data"]

    def test_are_restored_byte_for_byte_as_a_new_one(self, user: User, card: Card) -> None:
        change(user, card, scenario="A cellar.", tags=["clay"])
        answer = api_of(user).post(f"{CARDS}/{card.pk}/revisions/1/restore")
        before = card.data
        card.refresh_from_db()
        assert (200, before, 3) == (answer.status_code, card.data, CardRevision.objects.count())
        assert ["fantasy", "miner", "mountain", "stone", "work"] == card.tags
        assert "restored" == revisions(user, card)[0]["reason"]

    def test_are_restored_once(self, user: User, card: Card) -> None:
        change(user, card, scenario="A cellar.")
        for _ in range(2):
            api_of(user).post(f"{CARDS}/{card.pk}/revisions/1/restore")
        assert 3 == CardRevision.objects.count()

    @pytest.mark.parametrize("number", ["0", "7", "99999999999999999999999"])
    def test_that_are_not_there_are_a_404(self, user: User, card: Card, number: str) -> None:
        for address in (f"revisions/{number}", f"revisions/{number}/restore"):
            verb = "post" if address.endswith("restore") else "get"
            assert 404 == getattr(api_of(user), verb)(f"{CARDS}/{card.pk}/{address}").status_code

    def test_are_bounded_and_keep_the_first(self, user: User, card: Card, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(editing, "MOST_REVISIONS", 3)
        for number in range(6):
            change(user, card, scenario=f"Cellar {number}.")
        assert [7, 6, 5, 1] == [one["number"] for one in revisions(user, card)]


class TestRegenerate:
    def ask(self, user: User, card: Card, **body: Any) -> Any:
        return api_of(user).post(f"{CARDS}/{card.pk}/regenerate", body)

    def test_asks_for_a_card_with_all_other_fields_locked(self, user: User, card: Card) -> None:
        answer = self.ask(user, card, fields=["scenario", "first_mes"], options={"tone": ["dark"]})
        job = Job.objects.get()
        assert (202, str(job.pk)) == (answer.status_code, answer.json()["job_id"])
        kept = [name for name in CARD_FIELDS if name not in {"scenario", "first_mes"}]
        assert (str(card.pk), kept, ["dark"], None) == (
            job.payload["base_card"], job.payload["keep_fields"], job.payload["tone"], job.payload["seed"],
        )  # fmt: skip
        assert card.options["concept"] == job.payload["concept"]

    def test_finds_a_concept_for_a_card_from_elsewhere(self, user: User, card: Card) -> None:
        Card.objects.update(options={})
        assert 202 == self.ask(user, card, fields=["scenario"]).status_code
        assert Job.objects.get().payload["concept"].startswith("Ada Flint: ")

    @pytest.mark.parametrize(
        ("fields_", "options", "option"),
        [
            (["group_only_greetings"], {}, "group_greetings"),
            (["creator"], {}, "creator"),
            (["nickname", "name"], {}, "nickname"),
            (["system_prompt"], {}, "system_prompt_mode"),
            (["character_book", "tags"], {"lore_entries": 0, "tag_count": 0}, "lore_entries"),
            (["scenario"], {"scenario_tokens": 0}, "scenario_tokens"),
        ],
    )
    def test_refuses_what_would_change_nothing_and_names_the_option(
        self, user: User, card: Card, fields_: list[str], options: dict[str, Any], option: str
    ) -> None:
        answer = self.ask(user, card, fields=fields_, options=options)
        assert (422, {"fields"}) == (answer.status_code, fields(answer))
        assert option in str(answer.json())
        assert not Job.objects.exists()

    @pytest.mark.parametrize(
        ("fields_", "options"),
        [
            (["group_only_greetings"], {"group_greetings": 1}),
            (["creator"], {"creator": "somebody"}),
            (["creator", "scenario"], {}),
            (["system_prompt"], {"system_prompt_mode": "augment"}),
            (["scenario"], {"scenario_tokens": 0, "must_include": ["a red dog"]}),
        ],
    )
    def test_takes_what_would_change_something(
        self, user: User, card: Card, fields_: list[str], options: dict[str, Any]
    ) -> None:
        assert 202 == self.ask(user, card, fields=fields_, options=options).status_code

    @pytest.mark.parametrize(
        ("described", "concept"),
        [("A cat", "A character, Al: A cat"), ("", "Al: a character"), ("\x07\b", "A character, Al:")],
    )
    def test_takes_a_card_that_says_little(self, user: User, described: str, concept: str) -> None:
        row = keep(user.pk, CardData(name="Al", description=described, first_mes="Mew"))
        Card.objects.filter(pk=row.pk).update(options={}, summary="")
        assert 202 == self.ask(user, row, fields=["personality"]).status_code
        assert concept == Job.objects.get().payload["concept"]

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "fields"),
            ({"fields": []}, "fields"),
            ({"fields": ["portrait"]}, "fields"),
            ({"fields": "scenario"}, "fields"),
            ({"fields": ["scenario"], "options": {"keep_fields": []}}, "options.keep_fields"),
            ({"fields": ["scenario"], "options": {"pov": "fourth"}}, "pov"),
            ({"fields": ["scenario"], "colour": 1}, "colour"),
        ],
    )
    def test_refuses_bad_input_by_name(self, user: User, card: Card, body: dict[str, Any], field: str) -> None:
        answer = self.ask(user, card, **body)
        assert (422, {field}) == (answer.status_code, fields(answer))
        assert not Job.objects.exists()


class TestSomebodyElse:
    def test_finds_none_of_it(self, card: Card) -> None:
        other = api_of(make_user())
        base = f"{CARDS}/{card.pk}"
        assert [404] * 5 == [
            other.patch(base, {"name": "Mine"}).status_code,
            other.get(f"{base}/revisions").status_code,
            other.get(f"{base}/revisions/1").status_code,
            other.post(f"{base}/revisions/1/restore").status_code,
            other.post(f"{base}/regenerate", {"fields": ["scenario"]}).status_code,
        ]
