"""Macros in the texts of a card."""

from __future__ import annotations

import time

import pytest

from generation.cards.card import CardData
from generation.conversations.macros import MOST_CHARACTERS, Macros, with_original
from tests.support.lore import setting

CARD = CardData(name="Aria of the Lake", nickname="Ari")


def expanded(text: str, card: CardData = CARD, **given: object) -> str:
    return Macros(card, setting(user_name="Mia", **given)).expand(text)


class TestMacros:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("{{char}} and {{user}}", "Ari and Mia"),
            ("{{CHAR}}, {{ User }}, <BOT>, <user>, <Char>", "Ari, Mia, Ari, Mia, Ari"),
            ("{{time}} {{date}} {{weekday}}", "05:06 4 March 2026 Wednesday"),
            ("{{isotime}} {{isodate}}", "05:06 2026-03-04"),
            ("a{{// never}}b{{//}}c", "abc"),
            ("a{{comment: never}}b{{hidden_key:never}}c", "abc"),
            ("{{reverse:abc}}", "cba"),
            ("{{reverse:{{char}}}}", "irA"),
            ("{{unknown}} {{other:a}} {{roll:many}}", "{{unknown}} {{other:a}} {{roll:many}}"),
            ("{{}} {{ }} {{{char}}} {{char", "{{}} {{ }} {Ari} {{char"),
            ("<START>", "<START>"),
        ],
    )
    def test_stand_for(self, text: str, expected: str) -> None:
        assert expected == expanded(text)

    @pytest.mark.parametrize("nickname", [None, "", "  "])
    def test_take_the_name_where_there_is_no_nickname(self, nickname: str | None) -> None:
        assert "Aria" == expanded("{{char}}", CardData(name="Aria", nickname=nickname))

    def test_have_a_name_for_a_person_without_one(self) -> None:
        assert "User" == Macros(CARD, setting(user_name=" \x00 ")).expand("{{user}}")

    def test_take_names_of_one_line_and_some_length(self) -> None:
        assert 80 == len(expanded("{{char}}", CardData(name="A\n" * 999)))


class TestChance:
    choices = "{{random:a,b,c,d,e,f,g,h,i,j}}"

    def test_falls_the_same_for_the_same_turn(self) -> None:
        assert expanded(self.choices * 9, seed=3) == expanded(self.choices * 9, seed=3)

    def test_falls_otherwise_for_another_turn(self) -> None:
        assert 1 < len({expanded(self.choices, seed=seed) for seed in range(9)})

    def test_falls_anew_at_each_place(self) -> None:
        assert 1 < len(set(expanded(self.choices * 9)))

    def test_of_a_pick_is_the_same_in_every_turn(self) -> None:
        pick = self.choices.replace("random", "pick")
        assert 1 == len({expanded(pick, seed=seed) for seed in range(9)})
        assert 1 < len({expanded(pick, stable_seed=seed) for seed in range(9)})

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("{{random:one}}", {"one"}),
            (r"{{random:a\,b}}", {"a,b"}),
            ("{{random: a , b }}", {"a", "b"}),
            ("{{random::a,b}}", {"a", "b"}),
            ("{{random::a, one::b}}", {"a, one", "b"}),
            ("{{random:{{char}},{{user}}}}", {"Ari", "Mia"}),
            ("{{roll:2}}", {"1", "2"}),
            ("{{roll:D2}}", {"1", "2"}),
            ("{{roll:2d1}}", {"2"}),
            ("{{roll:0}}", {"1"}),
        ],
    )
    def test_chooses_among(self, text: str, expected: set[str]) -> None:
        assert expected == {expanded(text, seed=seed) for seed in range(30)}


class TestOriginal:
    def test_is_the_houses_text(self) -> None:
        assert "House. And more. House." == with_original("{{original}} And more. {{ORIGINAL}}", "House.")

    @pytest.mark.parametrize("own", ["", " \n"])
    def test_stands_where_the_card_has_none(self, own: str) -> None:
        assert "House." == with_original(own, "House.")

    def test_is_gone_where_the_card_says_otherwise(self) -> None:
        assert "Mine." == with_original("Mine.", "House.")


class TestHostileText:
    @pytest.mark.parametrize(
        "text", ["{{" * 50_000, "{{reverse:" * 20_000, "{{{{{{char" * 20_000, "{{a" * 50_000 + "}}"]
    )
    def test_takes_no_time_to_speak_of(self, text: str) -> None:
        began = time.process_time()
        expanded(text)
        assert time.process_time() - began < 1

    @pytest.mark.parametrize("name", ["{{char}}" * 10, "{{user}}{{reverse:ab}}", "<user>{{char}}"])
    def test_of_a_name_is_text_and_no_macro(self, name: str) -> None:
        assert name == expanded("{{char}}", CardData(name=name))
        assert name * 8 == expanded("{{char}}<bot>" * 4, CardData(name=name))

    def test_of_the_persons_name_is_text_and_no_macro(self) -> None:
        name = "{{char}}" * 10
        assert name == Macros(CARD, setting(user_name=name)).expand("{{user}}")
        assert name[::-1] == Macros(CARD, setting(user_name=name)).expand("{{reverse:{{user}}}}")

    def test_is_written_out_to_no_more_than_a_field_may_have(self) -> None:
        assert MOST_CHARACTERS == len(expanded("<bot>" * 40_000, CardData(name="A" * 80)))
        assert MOST_CHARACTERS == len(with_original("{{original}}" * 20_000, "House." * 100))

    def test_throws_many_dice_in_no_time_to_speak_of(self) -> None:
        began = time.process_time()
        expanded("{{roll:6}}" * 18_000)
        assert time.process_time() - began < 2
