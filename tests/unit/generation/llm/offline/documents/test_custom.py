"""A person's own fields filled in without a model."""

from __future__ import annotations

from typing import Any

import pytest

from generation.documents.drafts import custom
from generation.documents.schema.check import checked_schema
from generation.documents.schema.fit import fitted
from generation.llm.offline.documents import answer_part
from generation.llm.offline.documents.custom.numbers import iso_date, number

INVOICE = """\
Invoice number: HB-2291
Customer: Northside Ltd
Total: 1.234,50 EUR
**Status**: paid
Due date: 3 May 2024

The delivery was made on 2 April 2024 to Ada Thornton in Oslo. The discount is 15 percent. Write to post@north.example.
"""


def filled(text: str, **properties: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties}
    answer = answer_part({"template": "custom", "text": text, "schema": schema})
    assert answer["value"] == fitted(answer["value"], schema), "it keeps to the schema"
    assert all(one["quote"] in text for one in answer["evidence"])
    value: dict[str, Any] = answer["value"]
    return value


class TestCustom:
    @pytest.mark.parametrize(
        ("name", "schema", "expected"),
        [
            ("customer", {"type": "string"}, "Northside Ltd"),
            ("invoiceNumber", {"type": "string"}, "HB-2291"),
            ("invoice_number", {"type": ["string", "null"]}, "HB-2291"),
            ("total", {"type": "number"}, 1234.5),
            ("total", {"anyOf": [{"type": "number"}, {"type": "null"}]}, 1234.5),
            ("total", {"type": "integer"}, None),
            ("total", {"type": "number", "maximum": 1000}, None),
            ("status", {"enum": ["open", "paid"]}, "paid"),
            ("status", {"enum": ["open", "lost"]}, None),
            ("due_date", {"type": "string", "format": "date"}, "2024-05-03"),
            ("due_date", {"type": "string"}, "3 May 2024"),
            ("delivery_date", {"type": "string", "format": "date"}, None),
            ("discount", {"type": "integer"}, 15),
            ("email", {"type": "string", "format": "email"}, "post@north.example"),
            ("people", {"type": "array", "items": {"type": "string"}}, ["Ada Thornton"]),
            ("customer", {"type": "string", "maxLength": 5}, None),
            ("colour", {"type": "string"}, None),
            ("is_paid", {"type": "boolean"}, None),
            ("lines", {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}}, None),
            ("seller", {"type": "object", "properties": {"colour": {"type": "string"}}}, None),
            ("bill", {"type": "object", "properties": {"total": {"type": "number"}}}, {"total": 1234.5}),
        ],
    )
    def test_has_what_stands_beside_its_name_and_null_for_the_rest(
        self, name: str, schema: dict[str, Any], expected: Any
    ) -> None:
        assert {name: expected} == filled(INVOICE, **{name: schema})

    def test_takes_a_sentence_with_all_of_its_words(self) -> None:
        text = "The weather was fine. The main risk is rust. Nobody came."
        assert {"main_risk": "The main risk is rust."} == filled(text, main_risk={"type": "string"})

    def test_proves_each_value_by_its_passage(self) -> None:
        schema = {"type": "object", "properties": {"total": {"type": "number"}, "colour": {"type": "string"}}}
        answer = answer_part({"template": "custom", "text": INVOICE, "schema": schema})
        assert [{"field": "total", "quote": "1.234,50"}] == answer["evidence"]

    def test_differs_where_the_facts_differ(self) -> None:
        other = INVOICE.replace("1.234,50", "99.90").replace("Northside", "Southside")
        asked = {"customer": {"type": "string"}, "total": {"type": "number"}}
        assert {"customer": "Southside Ltd", "total": 99.9} == filled(other, **asked)


class TestAnySchema:
    TEXT = "total: 5\nname: Ada\nThe total is 7 and the name is Bob. total: 1,234.5"

    @pytest.mark.parametrize(
        "schema",
        [
            {"type": ["string", "number"]},
            {"type": ["object", "null"], "properties": {"total": {"type": "number"}}},
            {"type": "null"},
            {"const": 5},
            {"const": None},
            {"enum": [None, 5, True, "ada"]},
            {"anyOf": [{"type": "null"}, {"type": "number"}]},
            {"anyOf": [{"type": "object", "properties": {"name": {"type": "string"}}}, {"type": "string"}]},
            {"anyOf": [{"type": "array", "items": {"type": "number"}}, {"type": "null"}]},
            {"type": "array", "items": {"type": "array", "items": {"type": "number"}}},
            {"type": "array", "items": {"type": "integer"}, "maxItems": 0},
            {"type": "array", "items": {"type": "string", "enum": ["Ada"]}, "maxItems": 1.0},
            {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}, "minItems": 9},
            {"type": "string", "minLength": 1_000_000},
            {"type": "number", "exclusiveMinimum": 10**30},
            {"type": "integer", "default": "x", "examples": [[]]},
        ],
    )
    @pytest.mark.parametrize("name", ["total", "name", "people", "", "__class__"])
    def test_that_is_taken_is_filled_in(self, name: str, schema: dict[str, Any]) -> None:
        whole = {"type": "object", "required": [name or "x"], "properties": {name or "x": schema}}
        assert whole == checked_schema(whole)
        answer = answer_part({"template": "custom", "text": self.TEXT, "schema": whole})
        assert answer["value"] == custom(whole).model_validate(answer).model_dump()["value"]


class TestNumber:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("12", 12),
            ("-5", -5),
            ("1,234", 1234),
            ("1.234.567", 1_234_567),
            ("1,234.50", 1234.5),
            ("1.234,50", 1234.5),
            ("12,5", 12.5),
            ("0.125", 0.125),
            ("3 000", 3000),
            ("1'000", 1000),
            ("", None),
        ],
    )
    def test_is_read_as_people_mean_it(self, text: str, expected: float | None) -> None:
        assert expected == number(text)


class TestIsoDate:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2021-05-03", "2021-05-03"),
            ("3.5.2021", "2021-05-03"),
            ("3 May 2021", "2021-05-03"),
            ("May 3, 2021", "2021-05-03"),
            ("3. März 2021", "2021-03-03"),
            ("7 novembre 1867", "1867-11-07"),
            ("5 de mayo de 2020", "2020-05-05"),
            ("1er août 1990", "1990-08-01"),
            ("05/03/2021", None),
            ("May 2021", None),
            ("31 February 2021", None),
            ("2021", None),
        ],
    )
    def test_is_a_day_or_nothing(self, text: str, expected: str | None) -> None:
        assert expected == iso_date(text)
