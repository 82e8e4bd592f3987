"""A card as it is read on its page."""

import pytest

from generation.cards.card import Book, BookEntry, CardData
from generation.pages import story
from generation.templatetags.cards import prose


def card(**fields) -> CardData:
    return CardData(name="Mirren Vale", **fields)


class TestPassages:
    def test_put_names_for_macros_and_leave_out_what_is_empty(self) -> None:
        [passage] = story.passages(card(description="{{Char}} trusts {{user}}, and <BOT> says so.", personality=" "))
        assert ("Description", "Mirren Vale trusts User, and Mirren Vale says so.") == (passage.title, passage.text)

    def test_use_the_nickname_as_readers_do(self) -> None:
        assert "Mir" == story.passages(card(nickname="Mir", scenario="{{char}}"))[0].text


class TestGreetings:
    def test_come_in_order_with_a_name_each(self) -> None:
        found = story.greetings(card(first_mes="a", alternate_greetings=["b", "", "c"], group_only_greetings=["d"]))
        assert [("First message", "a"), ("Alternate 1", "b"), ("Alternate 3", "c"), ("Group 1", "d")] == [
            (greeting.label, greeting.text) for greeting in found
        ]


class TestDialogues:
    def test_are_split_into_turns(self) -> None:
        text = "<START>\n{{user}}: Hello?\n{{char}}: *nods* Yes.\nNote: not a speaker\n<start>\n{{char}}: Again."
        first, second = story.dialogues(card(mes_example=text))
        assert [("User", "Hello?"), ("Mirren Vale", "*nods* Yes.\nNote: not a speaker")] == [
            (turn.speaker, turn.text) for turn in first
        ]
        assert ["Again."] == [turn.text for turn in second]

    def test_keep_text_without_a_speaker(self) -> None:
        [[turn]] = story.dialogues(card(mes_example="Just a line"))
        assert ("", "Just a line") == (turn.speaker, turn.text)

    def test_are_none_for_an_empty_field(self) -> None:
        assert [] == story.dialogues(card())


class TestLore:
    def test_is_read_without_decorators_and_disabled_entries(self) -> None:
        entries = [
            BookEntry(keys=["oak"], content="@@depth 4\nAn old tree.", name="The oak"),
            BookEntry(keys=["x"], content="hidden", enabled=False),
            BookEntry(keys=["a", "b"], content="untitled"),
        ]
        found = story.lore(Book(entries=entries))
        assert [("The oak", "An old tree."), ("a, b", "untitled")] == [(entry.title, entry.text) for entry in found]

    def test_is_empty_without_a_book(self) -> None:
        assert [] == story.lore(None)


class TestProse:
    @pytest.mark.parametrize(
        ("text", "markup"),
        [
            ("*He bows.* Come.", "<em>He bows.</em> Come."),
            ("<b>*x*</b>", "&lt;b&gt;<em>x</em>&lt;/b&gt;"),
            ("*<script>*", "<em>&lt;script&gt;</em>"),
            ("2 * 3 = 6", "2 * 3 = 6"),
            ("*open\nline*", "*open\nline*"),
        ],
    )
    def test_emphasises_actions_and_escapes_everything(self, text, markup) -> None:
        assert markup == prose(text)
