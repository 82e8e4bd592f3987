"""Cards written by the offline provider, from options to file."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from generation.cards.card import CardData
from generation.cards.export import export
from generation.cards.options import CardOptions
from generation.cards.validate import validate
from generation.llm.provider import Provider
from generation.llm.registry import provider
from tests.support.cards import write

pytestmark = [pytest.mark.once, pytest.mark.repeats]

GALAHAD = "Sir Galahad, a medieval knight in an enchanted forest"
BASE: dict[str, Any] = {"concept": GALAHAD, "seed": 3, "lore_entries": 3, "alternate_greetings": 1}

# What each option is changed to, with what it needs beside it.
CHANGES: dict[str, dict[str, Any]] = {
    "concept": {"concept": "Mira Okafor, a salvage pilot on a drowned moon"},
    "name": {"name": "Sir Percival"},
    "nickname": {"nickname": "Gal"},
    "pronouns": {"pronouns": "she/her"},
    "age": {"age": 61},
    "role": {"role": "innkeeper"},
    "setting": {"setting": "a floating market above the clouds"},
    "relationship_to_user": {"relationship_to_user": "an old rival from the tournament years"},
    "genre": {"genre": ["noir"]},
    "tone": {"tone": ["melancholic"]},
    "prose_style": {"prose_style": "ornate"},
    "pov": {"pov": "first"},
    "tense": {"tense": "past"},
    "user_address": {"user_address": "name"},
    "formatting": {"formatting": "novel"},
    "speech_quirks": {"speech_quirks": "ends sentences with a proverb"},
    "language": {"language": "de"},
    "spec": {"spec": "v2"},
    "detail": {"detail": "lite"},
    "description_tokens": {"description_tokens": 200},
    "personality_tokens": {"personality_tokens": 60},
    "scenario_tokens": {"scenario_tokens": 60},
    "card_token_budget": {
        "card_token_budget": 200,
        "description_tokens": 140,
        "personality_tokens": 30,
        "scenario_tokens": 30,
        "system_prompt_mode": "replace",
    },
    "system_prompt_mode": {"system_prompt_mode": "augment"},
    "post_history_mode": {"post_history_mode": "replace"},
    "first_message_tokens": {"first_message_tokens": 100},
    "alternate_greetings": {"alternate_greetings": 3},
    "greeting_variety": {"greeting_variety": "same_scene"},
    "group_greetings": {"group_greetings": 1},
    "example_dialogues": {"example_dialogues": 1},
    "example_turns": {"example_turns": 4},
    "no_user_actions": {"no_user_actions": False},
    "lore_entries": {"lore_entries": 5},
    "lore_categories": {"lore_categories": ["rule"]},
    "lore_entry_tokens": {"lore_entry_tokens": 40},
    "lore_keys_per_entry": {"lore_keys_per_entry": 1},
    "lore_secondary_keys": {"lore_secondary_keys": True},
    "lore_constant_entries": {"lore_constant_entries": 1},
    "lore_scan_depth": {"lore_scan_depth": 9},
    "lore_token_budget": {"lore_token_budget": 99},
    "lore_recursive": {"lore_recursive": True},
    "lore_decorators": {"lore_decorators": True},
    "rating": {"rating": "teen"},
    "must_include": {"must_include": ["a brass astrolabe"]},
    "avoid": {"avoid": ["forest"]},
    "art_prompt": {"art_prompt": "tags"},
    "art_style": {"art_style": "woodcut"},
    "tag_count": {"tag_count": 2},
    "creator": {"creator": "Ann"},
    "character_version": {"character_version": "2.5"},
    "seed": {"seed": 4},
}
# These are for the model and for the run; the offline provider has one model and needs no review.
FOR_THE_RUN = {"models", "temperature", "limits"}


@pytest.fixture(scope="module")
def offline() -> Provider:
    with override_settings(LLM={**settings.LLM, "provider": "offline", "offline_latency_seconds": 0.0}):
        return provider()


def card(offline: Provider, **given: Any) -> CardData:
    return write(CardOptions.model_validate({**BASE, **given}), offline)


@pytest.fixture(scope="module")
def plain(offline: Provider) -> CardData:
    return card(offline)


class TestOptions:
    def test_are_all_shown_here(self) -> None:
        assert set(CardOptions.model_fields) == set(CHANGES) | FOR_THE_RUN

    @pytest.mark.parametrize("option", CHANGES)
    def test_change_the_card(self, offline: Provider, plain: CardData, option: str) -> None:
        given = CHANGES[option]
        beside = {name: value for name, value in given.items() if name != option}
        before = export(card(offline, **beside) if beside else plain, "png", spec="both", tone="neutral")
        options = CardOptions.model_validate({**BASE, **given})
        after = export(write(options, offline), "png", spec=options.spec, tone=options.tone[0])
        assert before.content != after.content

    @pytest.mark.parametrize("option", CHANGES)
    def test_leave_it_valid(self, offline: Provider, option: str) -> None:
        validate(card(offline, **CHANGES[option]))


class TestDeterminism:
    def test_makes_the_same_options_and_seed_byte_for_byte_the_same_file(self, offline: Provider) -> None:
        for form in ("v2", "v3", "png"):
            one, other = (export(card(offline), form, spec="both", tone="neutral") for _ in range(2))
            assert one == other


@pytest.fixture(scope="module")
def galahad(offline: Provider) -> CardData:
    return card(offline, lore_entries=18)


class TestGalahad:
    """The example everybody tries first."""

    def test_keeps_the_name(self, galahad: CardData) -> None:
        assert "Sir Galahad" == galahad.name

    def test_has_18_entries_with_keys_of_their_own(self, galahad: CardData) -> None:
        assert galahad.character_book is not None
        entries = galahad.character_book.entries
        keys = [key.casefold() for entry in entries for key in entry.keys]
        assert (18, 18) == (len(entries), len({entry.name for entry in entries}))
        assert len(keys) == len(set(keys))

    def test_takes_up_the_concept(self, galahad: CardData) -> None:
        whole = f"{galahad.description} {galahad.scenario} {galahad.first_mes}".casefold()
        assert [] == [word for word in ("galahad", "knight", "forest") if word not in whole]
