"""What a card may be asked for."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings
from pydantic import ValidationError

from generation.cards.options import CARD_FIELDS, OPTION_GROUPS, CardOptions, describe, json_schema
from generation.services.generate import check_options
from jobs.errors import InvalidSubmission

CONCEPT = "A miner who guards a door."
CARD = "0192f3a1-5c2e-7b3a-9d41-6f0c2a8e4b17"


def faults(**given: Any) -> dict[str, str]:
    """The faults of these options, by field."""
    with pytest.raises(InvalidSubmission) as caught:
        check_options({"concept": CONCEPT, **given})
    return caught.value.errors


class TestCardOptions:
    def test_need_only_a_concept(self) -> None:
        assert 12 == CardOptions.model_validate({"concept": CONCEPT}).lore_entries

    def test_keep_every_default_when_written_down(self) -> None:
        first = CardOptions.model_validate({"concept": CONCEPT, "detail": "lite"})
        assert CardOptions.model_validate(first.model_dump(mode="json")) == first

    def test_trim_the_concept(self) -> None:
        assert CardOptions.model_validate({"concept": f"  {CONCEPT} \n"}).concept == CONCEPT

    def test_take_a_blank_name_as_unset(self) -> None:
        assert CardOptions.model_validate({"concept": CONCEPT, "name": "  "}).name is None

    @pytest.mark.parametrize(("detail", "tokens"), [("lite", (300, 80, 80, 1200)), ("rich", (1200, 300, 300, 5000))])
    def test_take_their_lengths_from_detail(self, detail: str, tokens: tuple[int, ...]) -> None:
        options = CardOptions.model_validate({"concept": CONCEPT, "detail": detail})
        lengths = (options.description_tokens, options.personality_tokens, options.scenario_tokens)
        assert tokens == (*lengths, options.card_token_budget)

    def test_let_a_given_length_win_over_detail(self) -> None:
        options = CardOptions.model_validate({"concept": CONCEPT, "detail": "lite", "description_tokens": 500})
        assert (500, 80) == (options.description_tokens, options.personality_tokens)

    def test_name_each_thing_once(self) -> None:
        options = CardOptions.model_validate({"concept": CONCEPT, "genre": ["Noir", "noir"], "tone": ["dark", "dark"]})
        assert (["Noir"], ["dark"]) == (options.genre, options.tone)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("concept", ""),
            ("concept", "too short"),
            ("concept", None),
            ("concept", 12345678901),
            ("concept", "x" * 8001),
            ("concept", "a knight in\x00 a forest"),
            ("name", "two\nlines"),
            ("name", "x" * 81),
            ("age", -1),
            ("age", True),
            ("genre", ["a", "b", "c", "d", "e", "f"]),
            ("genre", "noir"),
            ("tone", []),
            ("tone", ["sad"]),
            ("pov", "fourth"),
            ("language", "english, please"),
            ("detail", ["rich"]),
            ("lore_entries", 10_000),
            ("lore_entries", -1),
            ("lore_entries", "18"),
            ("lore_entries", 1.5),
            ("lore_recursive", "yes"),
            ("temperature", float("nan")),
            ("temperature", 2.1),
            ("seed", -1),
            ("models", "gpt"),
            ("limits", {"timeout_s": 5}),
            ("rating", "unrated"),
            ("must_include", ["x" * 201]),
            ("fields", ["portrait"]),
            ("description_format", "poem"),
            ("base_card", "Galahad"),
            ("models", {"fallbacks": ["a", "b", "c", "d"]}),
            ("limits", {"max_cost_usd": 0}),
            ("limits", {"max_tokens": 0}),
        ],
    )
    def test_refuse_a_bad_value_by_name(self, field: str, value: Any) -> None:
        (fault,) = faults(**{field: value})
        assert fault.split(".")[0] == field

    @pytest.mark.parametrize("field", ["colour", "status", "lore-entries", "models_creative"])
    def test_refuse_an_unknown_option_by_name(self, field: str) -> None:
        assert faults(**{field: 1}) == {field: "Unknown field; remove it."}

    def test_refuse_an_unknown_model_role_by_name(self) -> None:
        assert {"models.third": "Unknown field; remove it."} == faults(models={"third": "m"})


class TestCrossFieldRules:
    """Each names both fields."""

    @pytest.mark.parametrize(
        ("given", "at", "names"),
        [
            ({"lore_entries": 2, "lore_constant_entries": 3}, "lore_constant_entries", "lore_entries"),
            ({"spec": "v2", "group_greetings": 1}, "group_greetings", "spec"),
            ({"spec": "v2", "lore_decorators": True}, "lore_decorators", "spec"),
            ({"description_tokens": 900, "card_token_budget": 1000}, "card_token_budget", "description_tokens"),
            ({"must_include": ["a red dog"], "avoid": ["Red"]}, "avoid", "must_include"),
            ({"name": "Bob Stone", "avoid": ["bob"]}, "avoid", "name"),
            ({"nickname": "Bob", "avoid": ["bob"]}, "avoid", "nickname"),
            ({"keep_fields": ["tags"]}, "keep_fields", "base_card"),
            ({"base_card": CARD, "fields": [], "keep_fields": ["tags"]}, "keep_fields", "fields"),
            ({"base_card": CARD, "keep_fields": list(CARD_FIELDS)}, "keep_fields", "fields"),
        ],
    )
    def test_are_told_at_the_later_field(self, given: dict[str, Any], at: str, names: str) -> None:
        found = faults(**given)
        assert list(found) == [at]
        assert names in found[at]
        assert at in found[at]

    @pytest.mark.parametrize("age", [None, 17])
    @override_settings(CARD_MAX_RATING="mature")
    def test_need_an_adult_for_a_mature_rating(self, age: int | None) -> None:
        text = faults(rating="mature", age=age)["rating"]
        assert "age" in text
        assert "rating" in text

    @override_settings(CARD_MAX_RATING="mature")
    def test_allow_an_adult_a_mature_rating(self) -> None:
        assert "mature" == check_options({"concept": CONCEPT, "rating": "mature", "age": 18}).rating

    @pytest.mark.parametrize(("highest", "rating"), [("general", "teen"), ("teen", "mature")])
    def test_keep_to_the_operators_highest_rating(self, highest: str, rating: str) -> None:
        with override_settings(CARD_MAX_RATING=highest):
            assert highest in faults(rating=rating, age=30)["rating"]


class TestDescribe:
    def test_tells_every_option_once_in_its_group(self) -> None:
        told = [option["name"] for group in describe() for option in group["options"]]
        assert sorted(told) == sorted(CardOptions.model_fields)

    def test_keeps_the_order_of_the_groups(self) -> None:
        assert [group["name"] for group in describe()] == list(OPTION_GROUPS)

    def test_gives_each_option_what_a_form_needs(self) -> None:
        types = {"text", "integer", "number", "boolean", "choice", "choices", "list", "object"}
        for group in describe():
            for option in group["options"]:
                assert option["label"], option
                assert option["help"].endswith("."), option
                assert option["type"] in types, option

    def test_tells_the_limits(self) -> None:
        options = {option["name"]: option for group in describe() for option in group["options"]}
        assert (0, 100) == (options["lore_entries"]["minimum"], options["lore_entries"]["maximum"])
        assert 200 == options["must_include"]["item_max_length"]
        assert options["concept"]["required"]
        assert options["concept"]["essential"]
        assert {"max_cost_usd", "max_tokens", "timeout_s", "review_passes"} == {
            field["name"] for field in options["limits"]["fields"]
        }

    @override_settings(CARD_MAX_RATING="general")
    def test_offers_only_the_ratings_that_are_allowed(self) -> None:
        options = {option["name"]: option for group in describe() for option in group["options"]}
        assert ["general"] == options["rating"]["choices"]


class TestJsonSchema:
    def test_has_no_references(self) -> None:
        assert "$ref" not in str(json_schema())

    def test_refuses_unknown_fields(self) -> None:
        assert json_schema()["additionalProperties"] is False


class TestStrings:
    """A form and a command line have texts only."""

    def test_are_read_as_the_types_they_stand_for(self) -> None:
        given = {"concept": CONCEPT, "lore_entries": "18", "lore_recursive": "true", "limits": {"timeout_s": "60"}}
        options = CardOptions.model_validate_strings(given, strict=False)
        assert (18, True, 60) == (options.lore_entries, options.lore_recursive, options.limits.timeout_s)

    def test_are_refused_where_they_stand_for_nothing(self) -> None:
        with pytest.raises(ValidationError, match="lore_entries"):
            CardOptions.model_validate_strings({"concept": CONCEPT, "lore_entries": "many"}, strict=False)


class TestWording:
    def test_measures_a_text_in_characters_even_where_it_may_be_null(self) -> None:
        assert {"name": "Too long; send at most 80 characters."} == faults(name="x" * 81)
        assert {"genre": "Too many; send at most 5."} == faults(genre=["a", "b", "c", "d", "e", "f"])
