"""What the options ask of a card is kept whatever a model wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from generation.cards.card import NAMESPACE, Book, CardData
from generation.cards.validate import validate
from generation.llm.tokens import estimate_tokens
from tests.support.cards import make_options, write
from tests.support.plain_author import ANSWERS, PlainAuthor


def profile(**texts: Any) -> PlainAuthor:
    """An author whose profile has these texts."""
    return PlainAuthor(profile=lambda inputs: {**ANSWERS["profile"](inputs), **texts})


def entries(**fields: Any) -> PlainAuthor:
    """An author whose lore entries have these fields."""

    def batch(inputs: Mapping[str, Any]) -> Any:
        return {"entries": [{**entry, **fields} for entry in ANSWERS["lore_batch"](inputs)["entries"]]}

    return PlainAuthor(lore_batch=batch)


def book(card: CardData) -> Book:
    assert card.character_book is not None
    return card.character_book


class TestTexts:
    def test_are_cleaned(self) -> None:
        card = write(provider=profile(scenario="One.\r\n\r\n\r\n\r\nTwo\x00.\x1b[31m"))
        assert "One.\n\nTwo.[31m" == card.scenario

    def test_end_at_a_sentence_within_their_length(self) -> None:
        card = write(make_options(personality_tokens=50), profile(personality="She is patient and dry. " * 40))
        assert card.personality.endswith("dry.")
        assert estimate_tokens(card.personality) <= 63

    @pytest.mark.parametrize("field", ["personality", "scenario"])
    def test_are_empty_at_length_0(self, field: str) -> None:
        assert "" == getattr(write(make_options(**{f"{field}_tokens": 0})), field)

    def test_keep_to_the_budget_of_permanent_fields(self) -> None:
        options = make_options(
            description_tokens=100, personality_tokens=50, scenario_tokens=50, card_token_budget=200,
            system_prompt_mode="replace",
        )  # fmt: skip
        card = write(options, profile(description="She digs. " * 60))
        assert estimate_tokens(card.description) <= 100
        validate(card)

    def test_lose_sentences_with_what_is_to_be_avoided(self) -> None:
        card = write(
            make_options(avoid=["GOLD"], limits={"review_passes": 0}),
            profile(scenario="It is dark. Gold lies about. Wait."),
        )
        assert "It is dark. Wait." == card.scenario

    def test_hold_what_must_be_included(self) -> None:
        card = write(make_options(must_include=["a red dog"], limits={"review_passes": 0}))
        assert card.description.endswith("a red dog.")

    def test_let_nobody_speak_for_the_user(self) -> None:
        says = PlainAuthor(greeting=lambda inputs: {"text": "*She nods.*\n{{user}}: I run.\nCome in."})
        assert "*She nods.*\n\nCome in." == write(provider=says).first_mes
        assert "I run" in write(make_options(no_user_actions=False), says).first_mes


class TestCounts:
    @pytest.mark.parametrize("count", [0, 4])
    def test_of_alternate_greetings_are_kept(self, count: int) -> None:
        assert len(write(make_options(alternate_greetings=count)).alternate_greetings) == count

    def test_of_group_greetings_are_kept(self) -> None:
        assert write(make_options(group_greetings=2)).group_only_greetings[1].endswith("Group greeting 1.")

    @pytest.mark.parametrize(("dialogues", "turns"), [(0, 1), (2, 3)])
    def test_of_examples_are_kept(self, dialogues: int, turns: int) -> None:
        text = write(make_options(example_dialogues=dialogues, example_turns=turns)).mes_example
        assert (text.count("<START>"), text.count("{{char}}: ")) == (dialogues, dialogues * turns)

    @pytest.mark.parametrize("count", [0, 2])
    def test_of_tags_are_kept(self, count: int) -> None:
        assert ["miner", "mountain"][:count] == write(make_options(tag_count=count)).tags

    def test_of_constant_entries_are_kept(self) -> None:
        constant = [entry.constant for entry in book(write(make_options(lore_constant_entries=2))).entries]
        assert [True] * 2 + [False] * 10 == constant

    def test_of_keys_are_kept(self) -> None:
        assert {2} == {len(entry.keys) for entry in book(write(make_options(lore_keys_per_entry=2))).entries}


class TestKeys:
    def test_have_no_commas(self) -> None:
        assert ["red", "blue", "slash/"] == book(write(provider=entries(keys=["red, blue", "/slash/"]))).entries[0].keys

    def test_belong_to_one_entry_each(self) -> None:
        card = write(provider=entries(keys=["Same", "same", "SAME"]))
        assert [["Same", "Subject 1"], ["Subject 2"]] == [entry.keys for entry in book(card).entries][:2]
        validate(card)

    def test_fall_back_to_a_number_where_even_titles_are_taken(self) -> None:
        card = write(make_options(lore_entries=2), entries(keys=["Subject 1", "Subject 2"]))
        assert [["Subject 1", "Subject 2"], ["Subject 2 2"]] == [entry.keys for entry in book(card).entries]

    def test_come_with_the_characters_names_where_secondary_ones_are_wanted(self) -> None:
        entry = book(write(make_options(lore_secondary_keys=True, nickname="Flinty"))).entries[0]
        assert (True, ["Flinty", "Ada Flint", "Ada", "Flint"]) == (entry.selective, entry.secondary_keys)


class TestBookSettings:
    def test_are_those_of_the_options(self) -> None:
        made = book(write(make_options(lore_scan_depth=9, lore_token_budget=77, lore_recursive=True)))
        assert (9, 77, True) == (made.scan_depth, made.token_budget, made.recursive_scanning)

    def test_cut_entries_to_their_length(self) -> None:
        made = book(write(make_options(lore_entry_tokens=20), entries(content="It is deep. " * 30)))
        assert estimate_tokens(made.entries[0].content) <= 25

    def test_take_no_decorators_from_a_model(self) -> None:
        assert "Deep." == book(write(provider=entries(content="@@activate\nDeep."))).entries[0].content


class TestInstructions:
    def test_are_empty_by_default(self) -> None:
        card = write()
        assert ("", "") == (card.system_prompt, card.post_history_instructions)

    def test_keep_the_readers_own_when_they_augment(self) -> None:
        card = write(make_options(system_prompt_mode="augment", post_history_mode="augment"))
        assert card.system_prompt.startswith("{{original}}")
        assert card.post_history_instructions.startswith("{{original}}")

    def test_stand_alone_when_they_replace(self) -> None:
        card = write(make_options(system_prompt_mode="replace", pov="first", tense="past"))
        assert "{{original}}" not in card.system_prompt
        assert "first person" in card.system_prompt
        assert "past tense" in card.system_prompt


class TestMetadata:
    def test_is_taken_over(self) -> None:
        card = write(make_options(creator="Ann", character_version="2.1", nickname="Flinty"))
        assert ("Ann", "2.1", "Flinty") == (card.creator, card.character_version, card.nickname)

    def test_has_no_nickname_in_v2(self) -> None:
        assert write(make_options(nickname="Flinty", spec="v2")).nickname is None

    def test_keeps_the_art_prompt_in_extensions(self) -> None:
        own = write(make_options(art_style="woodcut")).extensions[NAMESPACE]
        assert {"rating": "general", "language": "en", "art_prompt": "a miner with a lamp, woodcut"} == own

    def test_has_no_art_prompt_when_none_is_wanted(self) -> None:
        assert "art_prompt" not in write(make_options(art_prompt="none")).extensions[NAMESPACE]

    def test_takes_the_name_that_was_asked_for(self) -> None:
        assert "Bo" == write(make_options(name="Bo")).name
