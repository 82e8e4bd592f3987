"""Whole analyses, asked as jobs ask: offline, and of a model that says what a test tells it to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from generation.llm.errors import BadRequest, InvalidOutput
from tests.support.analysing import analyse, value_of
from tests.support.contexts import MemoryRecorder
from tests.support.plain_author import PlainAuthor

TEXT = "".join(
    f"Chapter {number}. The {name} mill was sold in {1900 + number} for {number},500 dollars.\r\n"
    f"😀 Its owner, Ada {name}, was very unhappy about it. Rust remained the main risk.\r\n\r\n"
    for number, name in enumerate(("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gum", "Hazel"), start=1)
)
SCHEMA = {"type": "object", "properties": {"people": {"type": "array", "items": {"type": "string"}}}}
ASKED: dict[str, dict[str, Any]] = {
    "summary": {"template": "summary"},
    "entities": {"template": "entities"},
    "questions": {"template": "questions", "questions": ["When was the Cedar mill sold?", "Who was Napoleon?"]},
    "sentiment": {"template": "sentiment"},
    "custom": {"template": "custom", "output_schema": SCHEMA},
    "instruction": {"instruction": "List every owner"},
}


def findings(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Everything in it that has a quote."""
    listed = [one for part in value.values() if isinstance(part, list) for one in part]
    return [one for one in listed if isinstance(one, dict) and one.get("quote")]


class TestAnalysisOffline:
    @pytest.mark.parametrize("name", ASKED)
    def test_gives_every_finding_its_exact_place_in_the_document(self, name: str) -> None:
        found = findings(value_of(TEXT, size=300, **ASKED[name]))
        assert found
        assert [one["quote"] for one in found] == [TEXT[one["start"] : one["end"]] for one in found]

    @pytest.mark.parametrize("name", ASKED)
    def test_of_another_document_is_another(self, name: str) -> None:
        other = TEXT.replace("Ada", "Eva").replace("unhappy", "happy").replace("190", "180").replace("Rust", "Fire")
        assert value_of(TEXT, **ASKED[name]) != value_of(other, **ASKED[name])

    @pytest.mark.parametrize("name", ASKED)
    def test_bears_gaps(self, name: str) -> None:
        report = analyse(TEXT, size=300, failing=(0, 2), **ASKED[name])
        assert (2, [0, 2]) == (report["parts"]["failed"], [gap["index"] for gap in report["gaps"]])
        places = [one["start"] for one in findings(report["value"])]
        assert places
        assert not [place for place in places if place < 300 or 600 <= place < 900]

    @pytest.mark.parametrize("name", ASKED)
    def test_bears_nothing_but_gaps(self, name: str) -> None:
        report = analyse(TEXT, size=len(TEXT), failing=(0,), **ASKED[name])
        assert "1 of 1 parts failed: timeout (1)." == report["error_summary"]
        assert [] == findings(report["value"])

    def test_makes_few_points_of_many_in_several_levels(self) -> None:
        recorder = MemoryRecorder()
        points = value_of(TEXT * 12, size=400, cap=6_000, recorder=recorder, **ASKED["summary"])["points"]
        names = [row.name for batch in recorder.batches for row in batch.checkpoints]
        assert {"reduce-1-1", "reduce-1-2", "reduce-2-1"} <= {*names}
        assert 0 < len(points) <= 12
        assert sorted(points, key=lambda point: point["start"]) == points
        assert all(point["found"] for point in points)

    def test_answers_each_question_by_the_part_that_knows(self) -> None:
        cedar, napoleon = value_of(TEXT, size=300, **ASKED["questions"])["answers"]
        assert "The Cedar mill was sold in 1903" in cedar["answer"]
        assert (None, None) == (napoleon["answer"], napoleon["quote"])

    def test_answers_by_the_part_that_knows_what_kind_of_thing_is_asked_for(self) -> None:
        text = "The bridge was opened with music and speeches. ".ljust(100) + "The bridge was opened in 1932, they say."
        [found] = value_of(text, size=100, template="questions", questions=["When was the bridge opened?"])["answers"]
        assert ("The bridge was opened in 1932, they say.", 1) == (found["answer"], found["part"])

    def test_counts_names_over_all_parts(self) -> None:
        named = {one["name"]: one for one in value_of(TEXT * 2, size=len(TEXT), **ASKED["entities"])["entities"]}
        assert (2, "person", [0, 1]) == tuple(named["Ada Cedar"][key] for key in ("count", "type", "parts"))

    def test_refuses_to_translate(self) -> None:
        with pytest.raises(BadRequest, match="LLM_PROVIDER=openai"):
            analyse(TEXT, template="translation", target_language="de")

    def test_is_the_same_in_every_part_size_of_counting(self) -> None:
        def counted(size: int) -> dict[str, int]:
            return {one["name"]: one["count"] for one in value_of(TEXT, size=size, **ASKED["entities"])["entities"]}

        paragraph = len(TEXT) // 8
        assert counted(len(TEXT))["Ada Gum"] == counted(paragraph * 4)["Ada Gum"] == 1

    def test_asks_nothing_twice_when_it_is_done_again(self) -> None:
        recorder = MemoryRecorder()
        first = analyse(TEXT, size=300, recorder=recorder, **ASKED["summary"])
        calls = len(recorder.settlements)
        assert first == analyse(TEXT, size=300, recorder=recorder, **ASKED["summary"])
        assert calls == len(recorder.settlements)


class TestAnalysisByAModel:
    def test_tells_a_quote_that_is_not_in_the_text(self) -> None:
        def invents(inputs: Mapping[str, Any]) -> Any:
            given = inputs["text"][:20]
            return {"points": [{"text": "True.", "quote": given}, {"text": "False.", "quote": "It never happened."}]}

        report = analyse(TEXT[:200], provider=PlainAuthor(analyse_chunk=invents), template="summary")
        true, false = report["value"]["points"]
        assert (0, 20, True) == (true["start"], true["end"], true["found"])
        assert (None, None, False) == (false["start"], false["end"], false["found"])
        assert {"found": 1, "not_found": 1} == report["quotes"]

    def test_keeps_translated_parts_in_order_with_the_parts_own_white_space(self) -> None:
        author = PlainAuthor(analyse_chunk=lambda inputs: {"text": inputs["text"].strip().upper()})
        text = "one two\n\nthree four\n\nfive six"
        report = analyse(text, size=9, failing=(1,), provider=author, template="translation", target_language="de")
        assert "ONE TWO\n\n\n\n[Characters 9-18 are missing.]\n\nR\n\nFIVE SI" in report["value"]["text"]

    def test_fails_where_an_answer_is_larger_than_is_taken(self) -> None:
        author = PlainAuthor(analyse_chunk=lambda inputs: {"points": [{"text": "t", "quote": "q"}] * 31})
        with pytest.raises(InvalidOutput, match="points"):
            analyse("Text.", provider=author, template="summary")
        assert 2 == len(author.asked), "it was asked to mend it once"

    def test_fills_in_what_a_form_leaves_out(self) -> None:
        author = PlainAuthor(analyse_chunk=lambda inputs: {"value": {"odd": 1}})
        assert {"people": None} == value_of("Text.", provider=author, **ASKED["custom"])["value"]

    def test_cuts_a_reduce_that_gives_everything_back(self) -> None:
        author = PlainAuthor(
            analyse_chunk=lambda inputs: {"points": [{"text": inputs["text"][:9], "quote": inputs["text"][:9]}] * 5},
            reduce_points=lambda inputs: {"points": inputs["points"][:30]},
        )
        assert 12 == len(value_of(TEXT, size=100, provider=author, template="summary")["points"])
