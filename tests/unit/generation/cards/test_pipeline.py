"""The writing of a card, by a provider that answers plainly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from generation.cards.options import CardOptions
from generation.errors import TooFewEntries
from generation.llm.errors import CutStream, Truncated
from tests.support.cards import make_options, write
from tests.support.contexts import MemoryRecorder
from tests.support.plain_author import ANSWERS, Answer, PlainAuthor, planned


def findings(*found: tuple[str, str]) -> Any:
    return lambda inputs: {"findings": [{"field": field, "problem": problem} for field, problem in found]}


def steps(recorder: MemoryRecorder, phase: str) -> list[str]:
    return [fact.data["step"] for fact in recorder.facts if fact.type == "step" and fact.data["phase"] == phase]


class TestWriteCard:
    def test_asks_the_analysis_model_to_read_and_review_and_the_creative_one_to_write(self) -> None:
        author = PlainAuthor()
        write(provider=author)
        asked = {request.task: (request.model, request.temperature) for request in author.asked}
        assert {"analyse", "review"} == {task for task, (model, _) in asked.items() if model == "plain-analysis"}
        assert ("plain-analysis", 0.3) == asked["analyse"]
        assert ("plain-creative", 0.8) == asked["profile"]

    def test_uses_the_models_and_the_temperature_that_were_asked_for(self) -> None:
        author = PlainAuthor()
        write(make_options(models={"creative": "big", "analysis": "small"}, temperature=0.1), author)
        assert {("big", 0.1), ("small", 0.1)} == {(request.model, request.temperature) for request in author.asked}

    def test_gives_every_call_all_options_and_the_seed(self) -> None:
        author = PlainAuthor()
        write(make_options(seed=99), author)
        assert {99} == {request.seed for request in author.asked}
        assert all(set(request.inputs["options"]) == set(CardOptions.model_fields) for request in author.asked)

    def test_gives_each_task_what_it_builds_on(self) -> None:
        author = PlainAuthor()
        write(make_options(group_greetings=1), author)
        given = {request.task: set(request.inputs) - {"options"} for request in author.asked}
        frame = {"analysis", "outline"}
        assert given == {
            "analyse": set(),
            "outline": {"analysis"},
            "profile": frame | {"fields"},
            "greeting": frame | {"index", "group"},
            "examples": frame | {"count"},
            "lore_plan": frame | {"count", "taken"},
            "lore_batch": frame | {"batch", "plan"},
            "review": {"card"},
        }

    def test_writes_lore_in_batches_of_six(self) -> None:
        author = PlainAuthor()
        card = write(make_options(lore_entries=14), author)
        sizes = [len(request.inputs["batch"]) for request in author.asked if request.task == "lore_batch"]
        assert [6, 6, 2] == sizes
        assert card.character_book is not None
        assert [entry.name for entry in card.character_book.entries] == [f"Subject {n}" for n in range(1, 15)]

    def test_has_no_book_and_asks_for_none_without_entries(self) -> None:
        author = PlainAuthor()
        assert write(make_options(lore_entries=0), author).character_book is None
        assert not {"lore_plan", "lore_batch"} & set(author.tasks())

    def test_says_in_words_what_it_does(self) -> None:
        recorder = MemoryRecorder()
        write(make_options(lore_entries=8), recorder=recorder)
        messages = {fact.message for fact in recorder.facts if fact.type == "progress"}
        assert "Writing lore entries 7-8 of 8; 0 of 8 lore entries written" in messages
        assert "Reviewing the card; 8 of 8 lore entries written" in messages

    def test_warns_that_v2_has_no_nickname(self) -> None:
        recorder = MemoryRecorder()
        write(make_options(spec="v2", nickname="Flinty"), recorder=recorder)
        assert ["warning"] == [fact.level for fact in recorder.facts if "nickname" in fact.message]

    def test_writes_the_same_card_from_the_same_options(self) -> None:
        assert write().model_dump_json() == write().model_dump_json()


class TestCheckpoints:
    def test_pay_only_for_the_lost_step(self) -> None:
        def fails_once(inputs: Mapping[str, Any]) -> Any:
            if len(author.tasks()) - author.tasks().index("lore_batch") < 3 and author.tasks().count("lore_batch") == 2:
                raise CutStream("gone away")
            return ANSWERS["lore_batch"](inputs)

        author, recorder = PlainAuthor(lore_batch=fails_once), MemoryRecorder()
        with pytest.raises(ExceptionGroup):
            write(provider=author, recorder=recorder)
        finished = set(steps(recorder, "finished"))
        assert {"analyse", "outline", "lore_plan"} <= finished
        before = len(author.asked)
        author.answers["lore_batch"] = ANSWERS["lore_batch"]
        write(provider=author, recorder=recorder)
        assert finished <= set(steps(recorder, "reused"))
        again = [request.task for request in author.asked[before:]]
        assert not {"analyse", "outline", "lore_plan"} & set(again)

    def test_do_not_serve_other_options(self) -> None:
        author, recorder = PlainAuthor(), MemoryRecorder()
        write(make_options(), author, recorder)
        first = len(author.asked)
        write(make_options(pov="first"), author, recorder)
        assert len(author.asked) == 2 * first

    def test_serve_everything_the_second_time(self) -> None:
        author, recorder = PlainAuthor(), MemoryRecorder()
        first = write(provider=author, recorder=recorder)
        asked = len(author.asked)
        assert write(provider=author, recorder=recorder) == first
        assert len(author.asked) == asked


class TestShortAnswers:
    def test_are_asked_for_once_more(self) -> None:
        def half(inputs: Mapping[str, Any]) -> Any:
            return {"entries": planned((inputs["count"] + 1) // 2, start=1 + len(inputs["taken"]))}

        author = PlainAuthor(lore_plan=half)
        with pytest.raises(ExceptionGroup) as caught:
            write(make_options(lore_entries=9), author)
        assert caught.group_contains(TooFewEntries, match="7 of 9 planned lore entries")
        assert 2 == author.tasks().count("lore_plan")

    def test_of_a_long_plan_come_in_portions(self) -> None:
        author = PlainAuthor()
        card = write(make_options(lore_entries=70), author)
        assert card.character_book is not None
        assert 70 == len(card.character_book.entries)
        asked = [request.inputs for request in author.asked if request.task == "lore_plan"]
        assert [(30, 0), (30, 30), (10, 60)] == [(inputs["count"], len(inputs["taken"])) for inputs in asked]

    def test_are_completed_with_what_was_missing(self) -> None:
        def forgetful(inputs: Mapping[str, Any]) -> Any:
            whole = ANSWERS["lore_batch"](inputs)["entries"]
            return {"entries": whole[1:] if len(whole) > 1 else whole}

        author = PlainAuthor(lore_batch=forgetful)
        card = write(make_options(lore_entries=6), author)
        assert card.character_book is not None
        assert {entry.name for entry in card.character_book.entries} == {f"Subject {n}" for n in range(1, 7)}
        missing = [request.inputs["batch"] for request in author.asked if request.task == "lore_batch"][1]
        assert ["Subject 1"] == [entry["title"] for entry in missing]

    def test_with_too_many_entries_are_cut(self) -> None:
        card = write(make_options(lore_entries=3), PlainAuthor(lore_plan=lambda _: {"entries": planned(9)}))
        assert card.character_book is not None
        assert 3 == len(card.character_book.entries)

    def test_with_a_category_nobody_asked_for_are_put_in_one_of_those(self) -> None:
        author = PlainAuthor()
        write(make_options(lore_categories=["place", "item"], lore_entries=6), author)
        (request,) = (request for request in author.asked if request.task == "lore_batch")
        assert {"place", "item"} == {entry["category"] for entry in request.inputs["batch"]}


def at_most(task: str, pieces: int, of: str) -> Answer:
    """Answers `task` where no more than so many `pieces` are asked for: others do not fit in one reply."""

    def answer(inputs: Mapping[str, Any]) -> Any:
        asked = inputs[of] if isinstance(inputs[of], int) else len(inputs[of])
        if asked > pieces:
            raise Truncated("The reply does not fit in 5,120 tokens.")
        return ANSWERS[task](inputs)

    return answer


class TestWhatDoesNotFitInOneReply:
    def test_is_asked_for_in_halves_down_to_one_entry(self) -> None:
        author, recorder = PlainAuthor(lore_batch=at_most("lore_batch", 1, "batch")), MemoryRecorder()
        card = write(make_options(lore_entries=6), author, recorder)
        assert card == write(make_options(lore_entries=6))
        sizes = [len(request.inputs["batch"]) for request in author.asked if request.task == "lore_batch"]
        assert [6, 3, 1, 2, 1, 1, 3, 1, 2, 1, 1] == sizes
        assert ["lore-1-1", "lore-2-2", "lore-3-3"] == [
            name for name in steps(recorder, "finished") if name in {"lore-1-1", "lore-2-2", "lore-3-3"}
        ]
        assert "Lore entries 1-6: The reply does not fit in 5,120 tokens. Asking for them in halves." in {
            fact.message for fact in recorder.facts if fact.level == "warning"
        }

    def test_has_the_room_of_the_whole_in_each_half(self) -> None:
        author = PlainAuthor(lore_batch=at_most("lore_batch", 3, "batch"))
        write(make_options(lore_entries=6), author)
        assert {2560} == {request.max_tokens for request in author.asked if request.task == "lore_batch"}

    def test_is_counted_once(self) -> None:
        recorder = MemoryRecorder()
        write(make_options(lore_entries=6), PlainAuthor(lore_batch=at_most("lore_batch", 3, "batch")), recorder)
        messages = [fact.message for fact in recorder.facts if fact.type == "progress"]
        assert "Writing lore entries 4-6 of 6; 3 of 6 lore entries written" in messages
        assert "Reviewing the card; 6 of 6 lore entries written" in messages

    def test_is_not_asked_for_as_a_whole_again_by_a_later_attempt(self) -> None:
        author, recorder = PlainAuthor(lore_batch=at_most("lore_batch", 0, "batch")), MemoryRecorder()
        with pytest.raises(ExceptionGroup) as caught:
            write(make_options(lore_entries=6), author, recorder)
        assert caught.group_contains(Truncated)
        before = len(author.asked)
        author.answers["lore_batch"] = ANSWERS["lore_batch"]
        write(make_options(lore_entries=6), author, recorder)
        asked = [request for request in author.asked[before:] if request.task == "lore_batch"]
        assert [1, 2, 3] == [len(request.inputs["batch"]) for request in asked]

    def test_of_a_plan_and_of_examples_is_asked_for_in_halves_too(self) -> None:
        author = PlainAuthor(lore_plan=at_most("lore_plan", 8, "count"), examples=at_most("examples", 2, "count"))
        options = make_options(lore_entries=14, example_dialogues=5)
        assert write(options, author) == write(options)
        asked = [(request.task, request.inputs["count"]) for request in author.asked if "count" in request.inputs]
        assert [14, 7, 7] == [count for task, count in asked if task == "lore_plan"]
        assert [5, 2, 2, 1] == [count for task, count in asked if task == "examples"]


class TestReview:
    def test_mends_what_was_found(self) -> None:
        author = PlainAuthor(review=findings(("data.lore[1].content", "dull"), ("nowhere", "odd"), ("scenario", "no")))
        card = write(provider=author)
        assert "Mended." == card.scenario
        assert card.character_book is not None
        assert [
            "All about Subject 1.",
            "Mended.",
            "All about Subject 3.",
        ] == [entry.content for entry in card.character_book.entries][:3]

    def test_is_bounded(self) -> None:
        many = [(f"lore.{number}", "dull") for number in range(12)]
        author = PlainAuthor(review=findings(*many))
        write(make_options(limits={"review_passes": 3}), author)
        assert (3, 15) == (author.tasks().count("review"), author.tasks().count("repair"))

    def test_ends_when_nothing_was_mended(self) -> None:
        author = PlainAuthor()
        write(make_options(limits={"review_passes": 3}), author)
        assert 1 == author.tasks().count("review")

    def test_can_be_left_out(self) -> None:
        author = PlainAuthor()
        write(make_options(limits={"review_passes": 0}), author)
        assert not {"review", "repair"} & set(author.tasks())

    def test_sees_the_mended_card_the_second_time(self) -> None:
        author = PlainAuthor(review=findings(("scenario", "dull")))
        write(make_options(limits={"review_passes": 2}), author)
        seen = [request.inputs["card"]["scenario"] for request in author.asked if request.task == "review"]
        assert ["A meeting at the mouth of a mine.", "Mended."] == seen

    def test_finds_by_itself_what_must_and_must_not_be_there(self) -> None:
        author = PlainAuthor()
        write(make_options(must_include=["a red dog"], avoid=["dry"]), author)
        found = [request.inputs["finding"]["field"] for request in author.asked if request.task == "repair"]
        assert ["description", "personality"] == sorted(found)
