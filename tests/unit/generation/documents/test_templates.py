"""What may be asked of a document."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from generation.documents.templates import TEMPLATES, Asked, describe, refusal, template_of
from generation.documents.templates.fields import TemplateName
from jobs.handlers import field_errors

SCHEMA = {"type": "object", "properties": {"total": {"type": "number"}}}
GIVEN: dict[str, dict[str, Any]] = {
    "summary": {"template": "summary"},
    "entities": {"template": "entities"},
    "questions": {"template": "questions", "questions": ["Who paid?"]},
    "sentiment": {"template": "sentiment"},
    "translation": {"template": "translation", "target_language": "pt-BR"},
    "custom": {"template": "custom", "output_schema": SCHEMA, "instruction": "Fill in the total."},
    "instruction": {"instruction": "List every risk."},
}


def refused(**given: Any) -> dict[str, str]:
    with pytest.raises(ValidationError) as caught:
        Asked.model_validate(given)
    return field_errors(caught.value)


class TestRegistry:
    def test_has_every_name_that_may_be_sent_and_the_one_for_instructions(self) -> None:
        assert {*get_args(TemplateName), "instruction"} == set(TEMPLATES)

    def test_finds_the_template_of_an_instruction_where_there_is_no_name(self) -> None:
        assert "instruction" == template_of(None).name

    def test_offers_no_translation_offline_and_says_why(self) -> None:
        assert {"translation"} == {one["name"] for one in describe("offline") if not one["offered"]}
        assert all(one["offered"] and not one["why_not"] for one in describe("openai"))
        [translation] = [one for one in describe("offline") if one["name"] == "translation"]
        assert "LLM_PROVIDER" in translation["why_not"]

    def test_tells_what_each_template_takes(self) -> None:
        takes = {one["name"]: one["takes"] for one in describe()}
        assert {"output_schema": "required", "instruction": "optional"} == takes["custom"]
        assert {} == takes["summary"]


class TestAsked:
    @pytest.mark.parametrize("name", GIVEN)
    def test_takes_each_template_with_what_it_needs(self, name: str) -> None:
        asked = Asked.model_validate(GIVEN[name])
        assert name == asked.work.name
        assert asked == Asked.model_validate(asked.model_dump(mode="json"))

    @pytest.mark.parametrize(
        ("given", "field", "named"),
        [
            ({}, "instruction", "template"),
            ({"template": "questions"}, "questions", "template is questions"),
            ({"template": "translation"}, "target_language", "template is translation"),
            ({"template": "custom"}, "output_schema", "template is custom"),
            ({"template": "summary", "instruction": "Find risks."}, "instruction", "template and instruction"),
            ({"template": "summary", "questions": ["Who paid?"]}, "questions", "template and questions"),
            ({"instruction": "Find.", "output_schema": SCHEMA}, "output_schema", "template and output_schema"),
            ({"instruction": "Find.", "target_language": "de"}, "target_language", "template and target_language"),
            ({"template": "poem"}, "template", "Must be one of"),
            ({"template": "translation", "target_language": "klingon!"}, "target_language", "BCP 47"),
            ({"template": "questions", "questions": ["Who paid?\x00"]}, "questions.0", "Control characters"),
            ({"template": "questions", "questions": ["Who paid?"] * 21}, "questions", "Too many"),
            ({"instruction": "x" * 2_001}, "instruction", "Too long"),
            ({"template": "summary", "colour": "red"}, "colour", "Unknown"),
        ],
    )
    def test_is_refused_where_fields_do_not_go_together(self, given: dict[str, Any], field: str, named: str) -> None:
        errors = refused(**given)
        assert [field] == [*errors]
        assert named in errors[field]

    def test_takes_blank_texts_as_none(self) -> None:
        asked = Asked.model_validate({"template": "summary", "instruction": "  ", "target_language": ""})
        assert (None, None) == (asked.instruction, asked.target_language)

    def test_drops_questions_asked_twice(self) -> None:
        asked = Asked.model_validate({"template": "questions", "questions": ["Who paid?", "who paid?"]})
        assert ["Who paid?"] == asked.questions


class TestRefusal:
    def test_says_why_and_what_to_do_at_the_field(self) -> None:
        asked = Asked.model_validate(GIVEN["translation"])
        assert "LLM_PROVIDER" in refusal(asked, "offline")["template"]
        assert {} == refusal(asked, "openai")

    @pytest.mark.parametrize("name", [name for name in GIVEN if name != "translation"])
    def test_is_nothing_for_what_is_answered_offline(self, name: str) -> None:
        assert {} == refusal(Asked.model_validate(GIVEN[name]), "offline")
