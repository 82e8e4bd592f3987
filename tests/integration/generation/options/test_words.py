"""Concept, voice, and limits of content: what each option does to the words of a card."""

from __future__ import annotations

import re

import pytest

from generation.llm.tokens import estimate_tokens
from tests.support.proofs import made, proves

pytestmark = [pytest.mark.once, pytest.mark.repeats]


class TestConcept:
    @proves("concept")
    def test_is_what_the_card_is_about(self) -> None:
        card = made(concept="Mira Okafor, a salvage pilot on a drowned moon").card
        assert "Mira Okafor" == card.name
        assert "pilot" in card.description
        assert "Galahad" not in card.model_dump_json()

    @proves("name")
    def test_is_called_as_asked(self) -> None:
        assert ("Sir Galahad", "Percival Stone") == (made().card.name, made(name="Percival Stone").card.name)
        assert "Percival" in made(name="Percival Stone").card.description

    @proves("nickname")
    def test_has_the_nickname_in_v3(self) -> None:
        short = made(nickname="Gal")
        assert "Gal" == short.document("v3")["data"]["nickname"]
        assert "nickname" not in short.document("v2")["data"]

    @proves("pronouns")
    def test_is_spoken_of_with_the_pronouns(self) -> None:
        he, she = (made(pronouns=pronouns).card.description for pronouns in ("he/him", "she/her"))
        assert re.search(r"\bshe\b", she, re.IGNORECASE)
        assert not re.search(r"\bshe\b", he, re.IGNORECASE)

    @proves("age")
    def test_is_as_old_as_asked(self) -> None:
        assert "61 years old" in made(age=61).card.description
        assert "years old" not in made().card.description

    @proves("role")
    def test_has_the_role(self) -> None:
        assert "innkeeper" in made(role="innkeeper").card.description
        assert "innkeeper" not in made().card.description

    @proves("setting")
    def test_lives_in_the_setting(self) -> None:
        setting = "a floating market above the clouds"
        assert (True, False) == tuple(setting in one.whole() for one in (made(setting=setting), made()))

    @proves("relationship_to_user")
    def test_knows_the_user_as_asked(self) -> None:
        bond = "an old rival from the tournament years"
        assert (True, False) == tuple(
            "rival from the tournament years" in one.whole() for one in (made(relationship_to_user=bond), made())
        )


class TestVoice:
    @proves("genre")
    def test_takes_its_tags_from_the_genre(self) -> None:
        assert ("noir" in made(genre=["noir"]).card.tags, "noir" in made().card.tags) == (True, False)

    @proves("tone")
    def test_has_the_manner_of_its_tone(self) -> None:
        comic, dark = (made(tone=[tone]).card.personality for tone in ("comic", "dark"))
        assert ("accident-prone" in comic, "haunted" in dark) == (True, True)
        assert ("accident-prone" in dark, "haunted" in comic) == (False, False)

    @proves("prose_style")
    def test_is_short_of_breath_when_terse(self) -> None:
        plain, terse = (_words_a_sentence(made(prose_style=style).card.description) for style in ("plain", "terse"))
        assert terse < 0.85 * plain

    @proves("pov")
    def test_is_told_in_the_person_asked_for(self) -> None:
        assert re.search(r"\bI\b", made(pov="first").narration)
        assert not re.search(r"\bI\b", made(pov="third").narration)
        assert not re.search(r"\b(?:he|she|Galahad)\b", made(pov="second").narration)

    @proves("tense")
    def test_is_told_in_the_tense_asked_for(self) -> None:
        past, present = (made(tense=tense, pov="first").narration for tense in ("past", "present"))
        assert (True, False) == tuple(bool(re.search(r"\b(?:is|am|are)\b", text)) for text in (present, past))

    @proves("user_address")
    def test_calls_the_user_as_asked(self) -> None:
        you, name, third = (made(user_address=way).narration for way in ("you", "name", "third"))
        assert re.search(r"\byou\b", you)
        assert "{{user}}" in name
        assert not re.search(r"\byou\b", f"{name} {third}")

    @proves("formatting")
    def test_sets_actions_apart_as_asked(self) -> None:
        stars, quoted, novel = (
            made(formatting=form).card.first_mes for form in ("asterisk_actions", "quoted_dialogue", "novel")
        )
        assert ("*" in stars, "*" in quoted, "“" in novel, "“" in quoted) == (True, False, True, False)

    @proves("speech_quirks")
    def test_keeps_up_habits_of_speech(self) -> None:
        quirk = "ends sentences with a proverb"
        assert quirk in made(speech_quirks=quirk).card.description
        assert quirk in made(speech_quirks=quirk, post_history_mode="replace").card.post_history_instructions

    @proves("language")
    def test_is_written_in_the_language(self) -> None:
        german = made(language="de")
        assert re.search(r"\b(?:der|die|und|nicht)\b", german.card.first_mes)
        assert "de" == german.own["language"]
        assert not re.search(r"\b(?:the|and)\b", german.card.scenario)


class TestLimits:
    @proves("rating")
    def test_says_who_it_is_for(self) -> None:
        general, teen = made(), made(rating="teen")
        assert ("general", "teen") == (general.own["rating"], teen.own["rating"])
        assert general.card.scenario != teen.card.scenario

    @proves("must_include")
    def test_contains_what_it_must(self) -> None:
        wanted = ["a brass astrolabe", "the third bell"]
        assert [True, True] == [phrase in made(must_include=wanted).whole() for phrase in wanted]
        assert [False, False] == [phrase in made().whole() for phrase in wanted]

    @proves("avoid")
    def test_leaves_out_what_it_must_not_contain(self) -> None:
        assert "forest" in made().card.description.casefold()
        without = made(avoid=["forest"]).card
        texts = [without.description, without.scenario, without.first_mes, *without.tags]
        assert not any("forest" in text.casefold() for text in texts)


class TestGreetings:
    @proves("first_message_tokens")
    def test_are_as_long_as_asked(self) -> None:
        short, long = (estimate_tokens(made(first_message_tokens=n).card.first_mes) for n in (80, 500))
        assert short <= 100
        assert long >= 300

    @proves("alternate_greetings")
    def test_are_as_many_as_asked(self) -> None:
        assert [0, 1, 3] == [len(made(alternate_greetings=n).card.alternate_greetings) for n in (0, 1, 3)]

    @proves("greeting_variety")
    def test_vary_as_asked(self) -> None:
        same, varied = (made(greeting_variety=way).greetings[1] for way in ("same_scene", "varied_scene"))
        assert same != varied

    @proves("group_greetings")
    def test_for_groups_are_as_many_as_asked(self) -> None:
        assert [0, 2] == [len(made(group_greetings=n).card.group_only_greetings) for n in (0, 2)]
        assert "group_only_greetings" not in made(group_greetings=2).document("v2")["data"]

    @proves("example_dialogues")
    def test_come_with_as_many_examples_as_asked(self) -> None:
        assert [0, 1, 3] == [made(example_dialogues=n).card.mes_example.count("<START>") for n in (0, 1, 3)]

    @proves("example_turns")
    def test_come_with_examples_of_so_many_turns(self) -> None:
        count = [made(example_turns=n, example_dialogues=1).card.mes_example.count("{{user}}:") for n in (1, 4)]
        assert [1, 4] == count

    @proves("no_user_actions")
    def test_let_the_user_act_only_where_that_is_wanted(self) -> None:
        kept, loose = made(), made(no_user_actions=False, system_prompt_mode="replace")
        assert kept.card.first_mes != loose.card.first_mes
        rule = "Never speak or act for {{user}}."
        assert rule in made(system_prompt_mode="replace").card.system_prompt
        assert rule not in loose.card.system_prompt


def _words_a_sentence(text: str) -> float:
    found = [part for part in re.split(r"[.!?]\s", text) if part]
    return sum(len(part.split()) for part in found) / len(found)
