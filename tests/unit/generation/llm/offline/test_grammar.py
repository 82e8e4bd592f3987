"""Templates, verbs and articles."""

from __future__ import annotations

import random

import pytest

from generation.llm.offline.articles import polish, with_article
from generation.llm.offline.banks import bank
from generation.llm.offline.furniture import furniture, standing
from generation.llm.offline.grammar import Subject, choose, compose, fill
from generation.llm.offline.verbs import Agreement, conjugate
from generation.llm.offline.world import build_world

BANKS = [
    "outline",
    "personality",
    "scenario",
    "greetings",
    "dialogues",
    "tones",
    "styles",
    "lore_person",
    "lore_place",
    "lore_faction",
    "lore_item",
    "lore_event",
    "lore_rule",
    "lore_culture",
]
# Slots that a text fixes for itself.
FIXED = {"title", "work", "you", "relationship", "trait"}


def _compose(template: str, subject: Subject) -> str:
    return compose(template, random.Random(1), lambda slot: {"object": "apple"}.get(slot, slot), subject)


class TestWithArticle:
    @pytest.mark.parametrize(
        ("phrase", "written"),
        [
            ("apple", "an apple"),
            ("hour", "an hour"),
            ("unicorn", "a unicorn"),
            ("one-eyed cat", "a one-eyed cat"),
            ("FBI agent", "an FBI agent"),
            ("unusual key", "an unusual key"),
            ("European clerk", "a European clerk"),
            ("18-year-old", "an 18-year-old"),
        ],
    )
    def test_goes_by_sound(self, phrase, written):
        assert with_article(phrase) == written


class TestPolish:
    def test_mends_articles_spaces_and_capitals(self):
        assert polish("a apple ,  an pear. the  end") == "An apple, a pear. The end"


class TestConjugate:
    @pytest.mark.parametrize(
        ("verb", "agreement", "tense", "written"),
        [
            ("be", Agreement.FIRST, "present", "am"),
            ("be", Agreement.PLURAL, "past", "were"),
            ("carry", Agreement.THIRD, "present", "carries"),
            ("carry", Agreement.PLURAL, "past", "carried"),
            ("drag", Agreement.THIRD, "past", "dragged"),
            ("meet", Agreement.PLURAL, "past", "met"),
            ("spend", Agreement.THIRD, "past", "spent"),
            ("eat", Agreement.FIRST, "past", "ate"),
            ("have", Agreement.THIRD, "present", "has"),
            ("push", Agreement.THIRD, "present", "pushes"),
            ("stand", Agreement.FIRST, "past", "stood"),
        ],
    )
    def test_agrees(self, verb, agreement, tense, written):
        assert conjugate(verb, agreement, tense) == written


class TestCompose:
    @pytest.mark.parametrize(
        ("subject", "written"),
        [
            (Subject("Mira", "she"), "Mira lifts an apple, and she smiles at her apple; rain hangs."),
            (Subject("Mira", "they"), "Mira lifts an apple, and they smile at their apple; rain hangs."),
            (Subject("I", "I", "past"), "I lifted an apple, and I smiled at my apple; rain hung."),
            (Subject("you", "you"), "You lift an apple, and you smile at your apple; rain hangs."),
        ],
    )
    def test_agrees_with_its_subject(self, subject, written):
        template = "{C} [lift] a {object}, and {they} [smile] at {their} {object}; rain [~hang]."
        assert _compose(template, subject) == written

    def test_names_the_narrator_where_it_is_no_subject(self):
        assert _compose("Light [~move] along {D}.", Subject("I", "I")) == "Light moves along me."
        assert _compose("Light [~move] along {D}.", Subject("Mira", "she")) == "Light moves along Mira."

    def test_settles_every_choice(self):
        assert _compose("<one|two> <<three|four>|five>", Subject("Mira", "she")).count(" ") == 1


class TestBanks:
    @pytest.mark.parametrize("name", BANKS)
    def test_use_known_slots_only(self, name):
        world = build_world({"concept": "a baker in Lyon"}, 1)
        known = {*furniture(world), *standing(world), *FIXED}
        used: set[str] = set()
        for templates in bank(name).values():
            for template in templates:
                fill(choose(template, random.Random(1)), lambda slot: _noted(slot, used))
        assert used <= known

    @pytest.mark.parametrize("name", BANKS)
    def test_leave_no_mark_behind(self, name):
        for templates in bank(name).values():
            for template in templates:
                text = compose(template, random.Random(1), lambda slot: "word", _SHE).replace("{{user}}", "")
                assert not set(text.replace("{{char}}", "")) & set("{}[]<>@~^"), template


def _noted(slot: str, used: set[str]) -> str:
    used.add(slot.rstrip("0123456789"))
    return slot


_SHE = Subject("Mira", "she")
