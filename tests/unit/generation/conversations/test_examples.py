"""A card's example dialogues, taken apart."""

from __future__ import annotations

import pytest

from generation.cards.card import CardData
from generation.conversations.examples import examples_of
from generation.conversations.macros import Macros
from tests.support.lore import setting

MACROS = Macros(CardData(name="Aria"), setting(user_name="Mia"))


def parted(text: str) -> list[list[tuple[str | None, str]]]:
    return [[(line.by, line.text) for line in example.lines] for example in examples_of(text, MACROS)]


class TestExamples:
    def test_begin_at_their_marks(self) -> None:
        text = "<START>\n{{user}}: Hi.\n{{char}}: Hello.\n<start>\n{{user}}: Again?\n{{char}}: Yes."
        assert [
            [("user", "Hi."), ("assistant", "Hello.")],
            [("user", "Again?"), ("assistant", "Yes.")],
        ] == parted(text)

    def test_need_no_mark(self) -> None:
        assert [[("user", "Hi."), ("assistant", "Hello.")]] == parted("{{user}}: Hi.\n{{char}}: Hello.")

    def test_have_speeches_of_several_lines(self) -> None:
        text = "<START>\r\n{{char}}: One:\r\n\r\n*two*\r\nMia: Three."
        assert [[("assistant", "One:\n\n*two*"), ("user", "Three.")]] == parted(text)

    def test_may_be_narrated(self) -> None:
        assert [[(None, "It rains. Note: hard."), ("assistant", "Oh.")]] == parted("It rains. Note: hard.\nAria: Oh.")

    def test_know_the_person_of_older_cards(self) -> None:
        assert [[("user", "Hi.")]] == parted("You: Hi.")

    @pytest.mark.parametrize("text", ["", " \n", "<START>", "<START>\n<START>\n"])
    def test_are_none_where_nothing_is_said(self, text: str) -> None:
        assert [] == parted(text)

    def test_are_told_with_names(self) -> None:
        (example,) = examples_of("Rain.\n<user>: Hi.\n<BOT>: Hello.", MACROS)
        assert "Rain.\nMia: Hi.\nAria: Hello." == example.told(MACROS)
