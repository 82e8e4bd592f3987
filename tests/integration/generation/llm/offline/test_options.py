"""What the options make of a card."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

from tests.support.offline import complete, runs, write_card

pytestmark = [pytest.mark.once, pytest.mark.repeats]

SIGNALMAN = "a lonely signalman by the northern line"
# What each option of a short form is changed to, and where the reader sees it.
VISIBLE = [
    ("concept", "a baker who sings to bread", ("analysis", "description", "first message", "dialogues", "lore")),
    ("name", "Perpetua Crane", ("analysis", "description", "lore")),
    ("genre", ["noir"], ("description", "first message", "lore")),
    ("tone", ["comic"], ("description", "personality", "first message")),
    ("pov", "first", ("first message", "dialogues")),
    ("pov", "second", ("first message", "dialogues")),
    ("tense", "past", ("first message", "dialogues")),
    ("language", "fr", ("description", "personality", "scenario", "first message", "dialogues", "lore")),
    ("detail", "lite", ("description",)),
    ("detail", "rich", ("description",)),
    ("lore_entries", 9, ("lore",)),
    ("alternate_greetings", 1, ("greetings",)),
    ("example_dialogues", 1, ("dialogues",)),
    ("rating", "teen", ("scenario",)),
    ("rating", "mature", ("scenario",)),
    ("seed", 2, ("analysis", "description", "personality", "scenario", "first message", "dialogues", "lore")),
    ("prose_style", "terse", ("description", "first message", "lore")),
    ("prose_style", "literary", ("description", "first message")),
    ("prose_style", "cinematic", ("description", "first message")),
    ("prose_style", "ornate", ("description", "first message")),
]


def shown(**options: Any) -> dict[str, str]:
    """What a reader sees of a card, by where it stands."""
    card = write_card(options.pop("concept", SIGNALMAN), options.pop("seed", 1), **{"lore_entries": 6, **options})
    return {
        "analysis": f"{card.analysis.name} {card.analysis.role}",
        "description": card.profile.description,
        "personality": card.profile.personality,
        "scenario": card.profile.scenario,
        "first message": card.greetings[0],
        "greetings": "\n".join(card.greetings),
        "dialogues": "\n".join(f"{turn.user} {turn.char}" for talk in card.dialogues for turn in talk.turns),
        "lore": "\n".join(entry.content for entry in card.lore),
    }


class TestEachOption:
    @pytest.mark.parametrize(("option", "value", "where"), VISIBLE)
    def test_changes_what_is_read(self, option, value, where):
        before, after = shown(), shown(**{option: value})
        assert [] == [place for place in where if before[place] == after[place]]


class TestProseStyle:
    def test_terse_makes_short_sentences(self):
        plain, terse = (shown(prose_style=style) for style in ("plain", "terse"))
        for place in ("description", "first message"):
            assert _mean_length(terse[place]) < 0.85 * _mean_length(plain[place])
        assert ";" not in terse["description"]


def _mean_length(text: str) -> float:
    found = [part for part in re.split(r"[.!?]\s", text) if part]
    return sum(map(len, found)) / len(found)


class TestOptions:
    def test_are_answered_the_same_for_the_same_seed(self):
        options = {"options": {"concept": "a lonely signalman by the northern line"}}
        assert complete("outline", options, 3).text == complete("outline", options, 3).text
        assert complete("outline", options, 3).text != complete("outline", options, 4).text

    def test_include_what_must_be_and_leave_out_what_must_not(self):
        card = write_card(
            "a lonely signalman by the northern line",
            must_include=["a brass whistle", "the 4:15 to Leeds"],
            avoid=["nobody", "tea", "scarf", "northern"],
        )
        whole = " ".join([*card.texts().values(), *card.profile.tags, card.profile.creator_notes])
        assert "a brass whistle" in whole
        assert "the 4:15 to Leeds" in whole
        assert not re.search(r"\b(?:nobody|tea|scarf|northern)\b", whole, re.IGNORECASE)

    def test_restrict_the_categories_and_the_number_of_keys(self):
        card = write_card(
            "a lonely signalman", lore_categories=["item", "rule"], lore_keys_per_entry=6, lore_entries=30
        )
        assert {entry.category for entry in card.lore} == {"item", "rule"}
        assert all(len(entry.keys) == 6 for entry in card.lore)

    @pytest.mark.parametrize("tokens", [40, 120, 250])
    def test_set_the_length_of_lore(self, tokens):
        lore = write_card("a lonely signalman", lore_entry_tokens=tokens).lore
        mean = sum(len(entry.content) for entry in lore) / len(lore) / 4
        assert 0.6 * tokens <= mean <= 1.25 * tokens

    @pytest.mark.parametrize("tokens", [40, 300, 700])
    def test_set_the_length_of_greetings(self, tokens):
        greetings = write_card("a lonely signalman", first_message_tokens=tokens, lore_entries=0).greetings
        assert all(0.5 * tokens <= len(text) / 4 <= 1.3 * tokens for text in greetings)

    def test_set_the_detail(self):
        lengths = [
            len(write_card("a lonely signalman", detail=detail, lore_entries=0).profile.description)
            for detail in ("lite", "standard", "rich")
        ]
        assert lengths == sorted(lengths)
        assert lengths[2] > 2 * lengths[0]

    @pytest.mark.parametrize(
        ("options", "expected", "unwanted"),
        [
            ({"pov": "first"}, r"\bI\b", r"\{\{char\}\}"),
            ({"pov": "first", "tense": "past"}, r"\bI \w+ed\b|\b(?:was|were|had)\b", r"\b(?:is|am)\b"),
            ({"user_address": "name"}, r"\{\{user\}\}", r"\byou\b"),
            ({"user_address": "third"}, r"the newcomer", r"\byou\b"),
        ],
    )
    def test_set_who_narrates_and_when(self, options, expected, unwanted):
        card = write_card("a lonely signalman", lore_entries=0, **options)
        narration = " ".join(re.sub(r'"[^"]*"', "", text) for text in card.greetings)
        assert re.search(expected, narration)
        assert not re.search(unwanted, narration)

    @pytest.mark.parametrize("formatting", ["plain", "quoted_dialogue", "novel"])
    def test_keep_asterisks_to_their_own_formatting(self, formatting):
        card = write_card("a lonely signalman", lore_entries=0, formatting=formatting)
        assert not any("*" in text for text in card.texts().values())

    def test_make_a_hundred_entries_that_differ(self):
        lore = write_card("a lonely signalman by the northern line", lore_entries=100).lore
        assert len({entry.title.lower() for entry in lore}) == 100
        seen: Counter[tuple[str, ...]] = Counter(run for entry in lore for run in runs(entry.content))
        assert max(seen.values()) == 1

    def test_change_the_tone(self):
        comic, dark = (
            write_card("a lonely signalman", tone=[tone], lore_entries=0).profile.personality
            for tone in ("comic", "dark")
        )
        assert "accident-prone" in comic
        assert "haunted" in dark

    def test_name_the_character(self):
        card = write_card("a lonely signalman", name="Perpetua Crane", nickname="Perp", age=61, lore_entries=1)
        assert card.analysis.name == "Perpetua Crane"
        assert "61 years old" in card.profile.description
        assert "Perp" in card.profile.description

    def test_follow_a_name_that_was_settled_in_the_outline(self):
        reply = complete("profile", {"options": {"concept": "a lonely signalman"}, "outline": {"name": "Ada Kay"}})
        assert "Ada" in json.loads(reply.text)["description"]
