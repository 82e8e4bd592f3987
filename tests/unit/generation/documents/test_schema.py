"""A person's own JSON schema."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import pytest

from generation.documents.drafts import custom
from generation.documents.schema.check import KEYWORDS, MOST_DEPTH, checked_schema
from generation.documents.schema.fit import faults, faults_of_whole, fitted, leaves
from generation.documents.schema.relax import relaxed
from generation.llm.answers import read_object
from generation.llm.errors import InvalidOutput
from generation.llm.strict_schema import response_format

INVOICE: dict[str, Any] = {
    "type": "object",
    "required": ["customer"],
    "properties": {
        "customer": {"type": "string", "description": "Who pays."},
        "total": {"type": "number", "minimum": 0},
        "state": {"enum": ["open", "paid"]},
        "lines": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "properties": {"item": {"type": "string"}, "pieces": {"type": "integer"}}},
        },
    },
}


def object_of(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def nested(depth: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(depth):
        schema = object_of(inner=schema)
    return schema


class TestCheckedSchema:
    def test_takes_what_models_understand(self) -> None:
        assert INVOICE == checked_schema(INVOICE)
        assert checked_schema(nested(MOST_DEPTH - 1))

    @pytest.mark.parametrize(
        ("schema", "words"),
        [
            ({"type": "array", "items": {"type": "string"}}, "outermost"),
            ({"type": "object"}, "needs properties"),
            (object_of(a={"$ref": "https://example.org/schema.json"}), "a: $ref is not taken"),
            (object_of(a={"type": "string", "pattern": "(a+)+$"}), "a: pattern is not taken"),
            (object_of(a={"oneOf": [{"type": "string"}]}), "a: oneOf is not taken"),
            (object_of(a={"type": "text"}), "a"),
            (object_of(a={}), "a: say its type"),
            (object_of(a="string"), "a: a schema must be an object"),
            (object_of(a={"type": "array"}), "a: a list needs items"),
            (object_of(a={"enum": [["nested"]]}), "a: enum"),
            (object_of(a={"enum": [*range(101)]}), "a: at most 100"),
            (object_of(a={"type": "string", "maxLength": -1}), "maxLength"),
            ({**object_of(a={"type": "string"}), "required": ["b"]}, "required names 'b'"),
            (object_of(**{f"p{number}": {"type": "string"} for number in range(51)}), "1 to 50"),
            (object_of(**{"a\nb": {"type": "string"}}), "printable"),
            (object_of(a={"type": "string", "description": "x" * 20_000}), "at most 20,000"),
            (nested(MOST_DEPTH), "deep"),
            (object_of(a={"type": "number", "minimum": float("nan")}), "plain JSON"),
            (
                object_of(**{f"o{n}": object_of(**{f"p{m}": {"type": "null"} for m in range(9)}) for n in range(40)}),
                "200",
            ),
        ],
    )
    def test_refuses_the_rest_and_says_where(self, schema: dict[str, Any], words: str) -> None:
        with pytest.raises(ValueError, match=re.escape(words)):
            checked_schema(schema)

    @pytest.mark.parametrize("value", [None, 5, "x", [["a"]], {"a": {}}, True])
    @pytest.mark.parametrize("keyword", sorted(KEYWORDS))
    def test_refuses_odd_values_and_falls_over_none(self, keyword: str, value: Any) -> None:
        for schema in ({**INVOICE, keyword: value}, object_of(a={"type": "string", keyword: value})):
            with suppress(ValueError):
                assert schema == checked_schema(schema)

    def test_refuses_what_is_nested_absurdly_without_falling_over(self) -> None:
        deep: Any = []
        for _ in range(50_000):
            deep = [deep]
        for schema in (nested(50_000), nested(900), object_of(a={"type": "string", "default": deep})):
            with pytest.raises(ValueError, match=r"deep|characters"):
                checked_schema(schema)


class TestRelaxed:
    def test_lets_a_part_say_nothing(self) -> None:
        nothing = {"customer": None, "total": None, "state": None, "lines": None}
        assert [] == faults(nothing, relaxed(INVOICE))
        assert faults(nothing, INVOICE)

    def test_lets_a_part_have_fewer_than_the_whole_must(self) -> None:
        assert [] == faults({"customer": "Ada", "total": 1, "state": "open", "lines": []}, relaxed(INVOICE))

    def test_leaves_the_persons_schema_as_it_is(self) -> None:
        before = str(INVOICE)
        relaxed(INVOICE)
        assert before == str(INVOICE)


class TestFitted:
    def test_drops_extras_and_fills_in_nulls(self) -> None:
        given = {"customer": "Ada", "colour": "red", "lines": [{"item": "salt", "more": 1}]}
        assert {
            "customer": "Ada",
            "total": None,
            "state": None,
            "lines": [{"item": "salt", "pieces": None}],
        } == fitted(given, INVOICE)

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"customer": 7}, "customer must be null or have type string"),
            ({"total": -1}, "total must be null or have minimum 0"),
            ({"state": "lost"}, "state must be null or have enum"),
            ({"lines": [{"pieces": "two"}]}, "lines"),
        ],
    )
    def test_says_what_does_not_fit(self, given: dict[str, Any], words: str) -> None:
        with pytest.raises(ValueError, match=words):
            fitted(given, INVOICE)


LETTER: dict[str, Any] = {
    "type": "object",
    "properties": {
        "people": {"type": "array", "items": {"type": "string"}},
        "number": {"type": "string"},
        "date": {"type": "string"},
        "mood": {"enum": ["good", "bad"]},
        "sender": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
    },
    "required": ["people", "number"],
}


class TestWhole:
    def test_may_leave_out_what_is_not_required(self) -> None:
        value = {"people": ["Ada"], "number": "7", "date": None, "mood": None, "sender": None}
        assert [] == faults_of_whole(value, LETTER)

    def test_lacks_what_is_required_and_no_part_says(self) -> None:
        value = {"people": ["Ada"], "number": None, "date": None, "mood": "odd", "sender": {"name": None}}
        assert {
            "number is required, and no part says it",
            "mood must have enum ['good', 'bad']",
            "sender.name is required, and no part says it",
        } == set(faults_of_whole(value, LETTER))


class TestLeaves:
    def test_are_named_by_their_path(self) -> None:
        value = {"total": 1, "lines": [{"item": "salt"}, {"item": None}]}
        assert [("total", 1), ("lines.0.item", "salt"), ("lines.1.item", None)] == [*leaves(value)]


class TestCustom:
    def test_is_read_like_any_answer(self) -> None:
        text = '{"value": {"total": 3, "odd": 1}, "evidence": [{"field": "total", "quote": "3 in all"}]}'
        answer = read_object(text, custom(INVOICE)).model_dump()
        assert {"customer": None, "total": 3, "state": None, "lines": None} == answer["value"]
        assert [{"field": "total", "quote": "3 in all"}] == answer["evidence"]

    def test_is_refused_where_it_does_not_fit(self) -> None:
        with pytest.raises(InvalidOutput, match="total must be"):
            read_object('{"value": {"total": "much"}}', custom(INVOICE))

    def test_is_asked_for_strictly(self) -> None:
        value = response_format(custom(INVOICE))["json_schema"]["schema"]["properties"]["value"]
        assert ["customer", "total", "state", "lines"] == value["required"]
        assert value["additionalProperties"] is False
        line = value["properties"]["lines"]["anyOf"][0]["items"]
        assert (["item", "pieces"], False) == (line["required"], line["additionalProperties"])
