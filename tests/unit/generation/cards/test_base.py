"""A card that starts from another."""

from __future__ import annotations

import asyncio
from typing import Any

from generation.cards.card import CardData
from generation.cards.pipeline import write_card
from generation.cards.tasks import completed
from tests.support.cards import WHEN, make_options, write
from tests.support.contexts import MemoryRecorder, make_context
from tests.support.plain_author import ANSWERS, PlainAuthor

CARD = "0192f3a1-5c2e-7b3a-9d41-6f0c2a8e4b17"


def rewritten(base: CardData, author: PlainAuthor, **given: Any) -> CardData:
    options = completed(make_options(base_card=CARD, **given), author, base)
    ctx = make_context(MemoryRecorder())
    return asyncio.run(write_card(ctx, author, options, created_at=WHEN, base=base))


class TestBase:
    def test_is_told_to_every_task_with_what_is_kept(self) -> None:
        base, author = first(), PlainAuthor()
        rewritten(base, author, keep_fields=["description"])
        assert {"description"} == {name for request in author.asked for name in request.inputs["base"]["kept"]}
        assert {base.description} == {request.inputs["base"]["description"] for request in author.asked}
        assert all("data.base.kept" in request.messages[0].content for request in author.asked)

    def test_is_told_no_more_than_a_call_can_bear(self) -> None:
        base, author = first().model_copy(update={"description": "x" * 500_000}), PlainAuthor()
        card = rewritten(base, author, keep_fields=["description"])
        assert max(len(message.content) for request in author.asked for message in request.messages) < 40_000
        assert base.description == card.description

    def test_is_not_asked_for_what_is_kept(self) -> None:
        author = PlainAuthor()
        kept = ["character_book", "mes_example", "alternate_greetings", "description"]
        rewritten(first(), author, keep_fields=kept)
        assert not {"lore_plan", "lore_batch", "examples"} & set(author.tasks())
        (profile,) = (request for request in author.asked if request.task == "profile")
        assert ("personality", "scenario", "creator_notes", "tags") == profile.inputs["fields"]
        assert set(profile.inputs["fields"]) == set((profile.schema or CardData).model_fields)

    def test_is_never_mended_where_it_is_kept(self) -> None:
        finds = [{"field": name, "problem": "dull"} for name in ("description", "scenario")]
        author = PlainAuthor(review=lambda _: {"findings": finds})
        card = rewritten(first(), author, keep_fields=["description"], must_include=["a red dog"])
        mended = [request.inputs["finding"]["field"] for request in author.asked if request.task == "repair"]
        assert ["first_mes", "scenario"] == sorted(mended)
        assert first().description == card.description
        assert "a red dog" in card.scenario

    def test_need_not_be_faultless_where_it_is_kept(self) -> None:
        base = first().model_copy(update={"first_mes": ""})
        card = rewritten(base, PlainAuthor(), keep_fields=["first_mes"])
        assert ("", "Patient and dry.") == (card.first_mes, card.personality)


def first() -> CardData:
    """A card by other answers than the plain author's."""
    profile = {**ANSWERS["profile"]({}), "description": "{{char}} waits. " * 9, "scenario": "A waiting room."}
    return write(provider=PlainAuthor(profile=lambda inputs: profile))
