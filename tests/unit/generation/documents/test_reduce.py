"""The results of all parts put together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar

import pytest

from generation.documents.parts import Part
from generation.documents.reduce import custom, entities, questions, sentiment
from generation.documents.reduce.planning import LEAST_CAP, MOST_KEPT, Batch, plan_reduce, size_of
from generation.documents.reduce.points import Point, grounded, points_of
from generation.documents.reduce.tree import reduced


def point(number: int, *, size: int = 100, part: int | None = None) -> Point:
    quote = f"Quote {number} ".ljust(size, "x")
    return {"text": f"Point {number}.", "quote": quote, "start": number * 1000, "end": number * 1000 + size,
            "found": True, "part": number if part is None else part}  # fmt: skip


def parts_of(*results: dict[str, Any] | None, size: int = 100) -> list[Part]:
    """Parts side by side; None is a gap."""
    return [Part(n, n * size, (n + 1) * size, result, error="lost") for n, result in enumerate(results)]


class TestPointsOf:
    def test_are_in_the_documents_order_past_gaps(self) -> None:
        parts = parts_of({"points": [point(0)]}, None, {"points": [point(2), point(3)]})
        found = points_of(iter(parts), "points")
        assert [("Point 0.", 0), ("Point 2.", 2), ("Point 3.", 2)] == [(one["text"], one["part"]) for one in found]


class TestPlanReduce:
    def test_is_one_call_where_all_fits(self) -> None:
        points = [point(number) for number in range(5)]
        assert [Batch(0, 0, points, MOST_KEPT)] == plan_reduce(points)

    def test_keeps_order_and_size(self) -> None:
        points = [point(number) for number in range(300)]
        batches = plan_reduce(points, 7_000)
        assert points == [one for batch in batches for one in batch.points]
        assert all(sum(map(size_of, batch.points)) <= 7_000 for batch in batches)
        assert [*range(len(batches))] == [batch.index for batch in batches]
        assert len(batches) < 10

    def test_holds_two_of_the_longest_points(self) -> None:
        longest = {**point(1), "text": "t" * 2_000, "quote": "q" * 600}
        assert size_of(longest) * 2 <= LEAST_CAP
        assert [2, 2] == [len(batch.points) for batch in plan_reduce([longest] * 4, 10)]

    def test_asks_each_batch_for_less_than_it_has(self) -> None:
        assert all(batch.most <= len(batch.points) // 2 for batch in plan_reduce([point(n) for n in range(200)], 6_000))

    def test_names_its_steps_by_level_and_place(self) -> None:
        assert "reduce-2-3" == Batch(1, 2, [], 1).name


class TestReduced:
    def run(self, points: Sequence[Point], greed: int = 100, cap: int = 6_000) -> tuple[list[Point], list[Batch]]:
        """The reduce of `points` by a model that keeps the first `greed` of a batch, and what it was asked."""
        asked: list[Batch] = []

        async def work(batches: Sequence[Batch]) -> list[list[Point]]:
            asked.extend(batches)
            return [list(batch.points[:greed]) for batch in batches]

        return asyncio.run(reduced(points, work, cap=cap)), asked

    def test_ends_in_one_batch_even_of_a_model_that_gives_everything_back(self) -> None:
        found, asked = self.run([point(number) for number in range(2_000)])
        assert len(found) == MOST_KEPT
        assert (asked[-1].level, len([batch for batch in asked if batch.level == asked[-1].level])) == (4, 1)

    def test_keeps_the_documents_order(self) -> None:
        found, _ = self.run([point(number) for number in range(500)], greed=3)
        assert sorted(found, key=lambda one: one["start"]) == found

    def test_asks_nothing_about_one_part(self) -> None:
        points = [point(number, part=7) for number in range(5)]
        assert (points, []) == self.run(points)

    def test_of_nothing_is_nothing(self) -> None:
        assert ([], []) == self.run([])

    def test_asks_nothing_about_a_batch_of_one(self) -> None:
        long = [{**point(number), "text": "t" * 2_000, "quote": "q" * 600} for number in range(3)]
        _, asked = self.run(long)
        assert all(len(batch.points) > 1 for batch in asked)


class TestGrounded:
    def test_gives_a_point_the_place_of_its_quote(self) -> None:
        given = [point(1), point(2)]
        answer = {"text": "Both.", "quote": given[1]["quote"].upper().replace(" ", "\n")}
        assert [{**given[1], "text": "Both."}] == grounded([answer], given)

    def test_finds_a_quote_that_was_shortened(self) -> None:
        [found] = grounded([{"text": "Short.", "quote": "uote 2 xx"}], [point(1), point(2)])
        assert (2001, 2010, True, 2) == (found["start"], found["end"], found["found"], found["part"])

    def test_tells_a_quote_that_nobody_gave(self) -> None:
        [found] = grounded([{"text": "New.", "quote": "Something else."}], [point(1)])
        assert (None, None, False) == (found["start"], found["end"], found["found"])


def entity(name: str, kind: str = "person", at: int = 0, count: int = 1) -> dict[str, Any]:
    spans = [[at + number, at + number + len(name)] for number in range(count)]
    return {"name": name, "type": kind, "quote": name, "start": at, "end": at + len(name), "found": True,
            "count": count, "spans": spans}  # fmt: skip


class TestEntities:
    def test_are_counted_over_all_parts_with_every_span(self) -> None:
        parts = parts_of({"entities": [entity("Ada", at=5, count=2), entity("Rome", "place")]}, None,
                         {"entities": [entity("ADA", at=205)]})  # fmt: skip
        value = entities.merged(iter(parts))
        ada, rome = value["entities"]
        assert ("Ada", 3, [0, 2], [[5, 8], [6, 9], [205, 208]]) == (
            ada["name"],
            ada["count"],
            ada["parts"],
            ada["spans"],
        )
        assert ("Rome", 1) == (rome["name"], rome["count"])

    def test_of_the_same_name_and_another_kind_are_two(self) -> None:
        parts = parts_of({"entities": [entity("Paris"), entity("Paris", "place")]})
        assert 2 == len(entities.merged(parts)["entities"])

    @pytest.mark.parametrize(("others", "kind"), [(1, "person"), (2, "person"), (3, "other")])
    def test_of_an_unsure_kind_take_the_kind_of_more_mentions(self, others: int, kind: str) -> None:
        parts = parts_of(
            {"entities": [entity("Ada", "other", at=0, count=others)]},
            {"entities": [entity("Ada", at=105, count=2), entity("Rome", "place", at=150)]},
        )
        ada, rome = entities.merged(parts)["entities"]
        assert (kind, 2 + others, [0, 1], "place") == (ada["type"], ada["count"], ada["parts"], rome["type"])

    def test_keep_the_most_named_and_tell_how_many_are_left_out(self) -> None:
        many = [entity(f"Name {number}", count=2 if number == 650 else 1) for number in range(700)]
        value = entities.merged(parts_of({"entities": many[:350]}, {"entities": many[350:]}))
        names = [one["name"] for one in value["entities"]]
        assert (500, 200, "Name 650") == (len(names), value["left_out"], names[-1])

    def test_leave_the_results_of_parts_as_they_are(self) -> None:
        parts = parts_of({"entities": [entity("Ada")]}, {"entities": [entity("Ada", at=105)]})
        assert entities.merged(parts) == entities.merged(parts)


def answer(question: str, text: str | None, *, found: bool = True, sure: float | None = None) -> dict[str, Any]:
    return {"question": question, "answer": text, "quote": text, "confidence": sure, "start": 1 if found else None,
            "end": 2 if found else None, "found": found}  # fmt: skip


class TestQuestions:
    QUESTION = "When did the harbour bridge open?"

    def best(self, *answers: dict[str, Any] | None) -> dict[str, Any]:
        parts = parts_of(*(one and {"answers": [one]} for one in answers))
        [best] = questions.merged(parts, [self.QUESTION])["answers"]
        return best

    def test_take_the_answer_that_says_most_of_what_was_asked(self) -> None:
        best = self.best(
            answer(self.QUESTION, "It opened."),
            None,
            answer(self.QUESTION, "The harbour bridge opened in 1932."),
            answer(self.QUESTION, None),
        )
        assert ("The harbour bridge opened in 1932.", 2) == (best["answer"], best["part"])
        assert ["It opened."] == [other["answer"] for other in best["others"]]

    def test_take_the_answer_that_is_surest_where_answers_say_so(self) -> None:
        wordy = answer(self.QUESTION, "The harbour bridge did open.", sure=0.6)
        assert "In 1932." == self.best(wordy, answer(self.QUESTION, "In 1932.", sure=0.9))["answer"]

    def test_take_one_with_a_place_before_one_without(self) -> None:
        lost = answer(self.QUESTION, "The harbour bridge did open in 1932.", found=False)
        assert "In 1932." == self.best(lost, answer(self.QUESTION, "In 1932."))["answer"]

    def test_take_the_first_of_equals(self) -> None:
        assert 0 == self.best(answer(self.QUESTION, "In 1932."), answer(self.QUESTION, "In 1932."))["part"]

    def test_stay_unanswered_where_no_part_answers(self) -> None:
        best = self.best(answer(self.QUESTION, None), None)
        assert (None, False, []) == (best["answer"], best["found"], best["others"])

    def test_are_aligned_by_their_words_or_else_by_their_place(self) -> None:
        given = [answer("who?", "Ada"), answer("HOW MUCH?", "Five")]
        asked = ["How much?", "Who?"]
        assert ["Five", "Ada"] == [one["answer"] for one in questions.aligned(given, asked)]
        reworded = [answer("The price?", "Five"), answer("The person?", "Ada")]
        assert ["Five", "Ada"] == [one["answer"] for one in questions.aligned(reworded, asked)]
        assert [None, "Ada"] == [one["answer"] for one in questions.aligned([answer("Who?", "Ada")], asked)]


class TestSentiment:
    def test_is_weighed_by_length(self) -> None:
        parts = [
            Part(0, 0, 900, {"label": "positive", "score": 0.5, "passages": []}),
            Part(1, 900, 1000, {"label": "negative", "score": -1.0, "passages": []}),
            Part(2, 1000, 9000, error="lost"),
        ]
        value = sentiment.merged(parts)
        assert ("positive", 0.35, {"negative": 100, "positive": 900}) == (
            value["label"],
            value["score"],
            value["characters"],
        )

    def test_is_mixed_where_both_sides_have_their_share(self) -> None:
        results = [
            {"label": name, "score": score, "passages": []} for name, score in (("positive", 0.5), ("negative", -0.5))
        ]
        assert "mixed" == sentiment.merged(parts_of(*results))["label"]

    def test_keeps_the_strongest_passages_in_order(self) -> None:
        def passages(*scores: float) -> dict[str, Any]:
            listed = [
                {"quote": "q", "score": score, "start": n, "end": n, "found": True} for n, score in enumerate(scores)
            ]
            return {"label": "neutral", "score": 0, "passages": listed}

        value = sentiment.merged(parts_of(passages(*[0.1] * 15, 0.9), passages(-0.8, *[0.2] * 15)))
        assert 20 == len(value["passages"])
        assert [0.9, -0.8] == [one["score"] for one in value["passages"] if abs(one["score"]) > 0.5]

    def test_of_gaps_only_is_unknown(self) -> None:
        assert (None, None) == tuple(sentiment.merged(parts_of(None, None))[key] for key in ("label", "score"))


class TestCustom:
    SCHEMA: ClassVar[dict[str, Any]] = {
        "type": "object",
        "required": ["name", "total"],
        "properties": {
            "name": {"type": "string"},
            "total": {"type": "number"},
            "seller": {"type": "object", "properties": {"city": {"type": "string"}}},
            "lines": {"type": "array", "items": {"type": "string"}, "maxItems": 2},
        },
    }

    def merged(self, *values: dict[str, Any] | None) -> dict[str, Any]:
        nothing = dict.fromkeys(self.SCHEMA["properties"])
        results = [None if value is None else {"value": {**nothing, **value}, "evidence": []} for value in values]
        return custom.merged(parts_of(*results), self.SCHEMA)

    def test_takes_the_first_value_and_tells_those_that_differ(self) -> None:
        merged = self.merged({"name": "Ada"}, None, {"name": "Ada", "total": 5}, {"name": "Bob"})
        assert {"name": "Ada", "total": 5, "seller": None, "lines": None} == merged["value"]
        assert [{"field": "name", "value": "Bob", "part": 3}] == merged["differing"]
        assert [0, 2, 3] == [one["index"] for one in merged["objects"]]

    def test_joins_lists_without_repeats_and_objects_by_field(self) -> None:
        merged = self.merged(
            {"lines": ["a"], "seller": {"city": None}}, {"lines": ["a", "b"], "seller": {"city": "Rome"}}
        )
        assert (["a", "b"], {"city": "Rome"}) == (merged["value"]["lines"], merged["value"]["seller"])

    def test_says_where_the_whole_does_not_keep_to_the_schema(self) -> None:
        faults = " ".join(self.merged({"name": "Ada", "lines": ["a", "b"]}, {"lines": ["c"]})["faults"])
        assert "total" in faults
        assert "lines must have maxItems 2" in faults

    def test_of_gaps_only_is_all_null(self) -> None:
        assert dict.fromkeys(self.SCHEMA["properties"]) == self.merged(None, None)["value"]

    @pytest.mark.parametrize("split", [1, 2])
    def test_of_neighbours_first_is_the_same(self, split: int) -> None:
        values: list[dict[str, Any]] = [
            {"lines": ["a"]},
            {"lines": ["b"], "name": "Ada"},
            {"lines": ["a", "c"], "total": 1},
        ]
        left, right = self.merged(*values[:split])["value"], self.merged(*values[split:])["value"]
        assert self.merged(*values)["value"] == self.merged(left, right)["value"]
