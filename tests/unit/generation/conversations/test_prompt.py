"""The prompt of a chat turn."""

from __future__ import annotations

from typing import Any

import pytest

from generation.cards.card import CardData
from generation.conversations.prompt import Prompt, prompt_of
from generation.errors import PromptTooLong
from tests.support.lore import book, entry, said, setting


def card(**given: Any) -> CardData:
    return CardData(**{"name": "Aria", "description": "{{char}} keeps a lake.", **given})


def prompt(of: CardData, *texts: str, **given: Any) -> Prompt:
    return prompt_of(of, said(*(texts or ("Hello?",))), setting(**{"system_prompt": "House.", **given}))


def contents(of: CardData, *texts: str, **given: Any) -> list[tuple[str, str]]:
    return [(message.role, message.content) for message in prompt(of, *texts, **given).messages]


class TestPrompt:
    def test_has_the_parts_of_a_card_in_their_order(self) -> None:
        whole = card(
            personality="Calm.",
            scenario="A shore.",
            mes_example="<START>\n{{user}}: Hi.\n{{char}}: Hello.",
            post_history_instructions="Stay calm, {{char}}.",
        )
        head = [
            *("House.", "Aria keeps a lake.", "Aria's personality: Calm.", "Scenario: A shore."),
            "Example of how Aria talks, not part of the chat:\nUser: Hi.\nAria: Hello.",
        ]
        assert [
            ("system", "\n\n".join(head)),
            ("assistant", "Welcome."),
            ("user", "Hello?"),
            ("system", "Stay calm, Aria."),
        ] == contents(whole, "Welcome.", "Hello?")

    def test_has_the_cards_own_instructions_instead_of_the_houses(self) -> None:
        own = card(system_prompt="Be {{char}}. {{original}}", post_history_instructions="{{original}} Now.")
        found = contents(own, post_history="House note.")
        assert ("system", "Be Aria. House.\n\nAria keeps a lake.") == found[0]
        assert ("system", "House note. Now.") == found[-1]

    def test_never_has_the_notes_for_people(self) -> None:
        secret = dict.fromkeys(("creator_notes", "creator", "character_version"), "SECRET")
        lore = book(entry("lake", name="SECRET", content="x", comment="SECRET"), name="SECRET", description="SECRET")
        told = contents(card(**secret, tags=["SECRET"], character_book=lore), "lake")
        assert "SECRET" not in str(told)

    def test_leaves_what_people_say_as_it_is(self) -> None:
        assert ("user", "{{char}} {{random:a,b}} <START>") == contents(card(), "{{char}} {{random:a,b}} <START>")[-1]

    def test_is_the_same_for_the_same_turn(self) -> None:
        chance = card(description="{{random:a,b,c,d,e,f}} {{roll:1000}} {{pick:a,b,c}}")
        assert prompt(chance, seed=5) == prompt(chance, seed=5)

    def test_leaves_sections_out_that_say_nothing(self) -> None:
        assert [("system", "House."), ("user", "Hello?")] == contents(card(description=" ", personality="\n"))


class TestLoreInAPrompt:
    def test_stands_where_it_asks_to_stand(self) -> None:
        lore = book(
            entry(constant=True, name="after", content="AFTER", position="after_char"),
            entry(constant=True, name="before", content="BEFORE"),
            entry(constant=True, name="desc", content="@@position after_desc\nDESC+"),
            entry(constant=True, name="desc-", content="@@position before_desc\n-DESC"),
            entry(constant=True, name="mind", content="@@position personality\nMIND+"),
            entry(constant=True, name="place", content="@@position scenario\nPLACE+"),
        )
        whole = card(description="DESC", personality="MIND", scenario="PLACE", character_book=lore)
        ((_, head), *_) = contents(whole)
        order = ["House.", "BEFORE", "-DESC", "DESC", "DESC+", "MIND", "MIND+", "PLACE", "PLACE+", "AFTER"]
        assert order == [part.rpartition(": ")[2] for part in head.split("\n\n")]

    @pytest.mark.parametrize(
        ("depth", "expected"),
        [
            ("0", ["a", "b", "c", "LORE"]),
            ("-1", ["a", "b", "c", "LORE"]),
            ("1", ["a", "b", "LORE", "c"]),
            ("3", ["LORE", "a", "b", "c"]),
            ("99", ["LORE", "a", "b", "c"]),
        ],
    )
    def test_stands_among_the_messages(self, depth: str, expected: list[str]) -> None:
        lore = book(entry(constant=True, content=f"@@depth {depth}\n@@role user\nLORE"))
        found = contents(card(character_book=lore), "a", "b", "c")
        assert expected == [text for _, text in found[1:]]

    def test_speaks_in_its_role(self) -> None:
        lore = book(entry(constant=True, content="@@role assistant\nI am here."))
        assert [("system", "House."), ("assistant", "I am here."), ("system", "Aria keeps a lake.")] == contents(
            card(character_book=lore)
        )[:3]

    def test_at_one_depth_is_in_order_and_above_the_cards_own_note(self) -> None:
        lore = book(
            entry(constant=True, name="b", content="@@depth 1\nB", insertion_order=2),
            entry(constant=True, name="a", content="@@depth 1\nA", insertion_order=1),
        )
        note = {"depth_prompt": {"prompt": "{{char}} hums.", "depth": 1, "role": "system"}}
        found = contents(card(character_book=lore, extensions=note), "x", "y")
        assert [("assistant", "x"), ("system", "A\n\nB\n\nAria hums."), ("user", "y")] == found[1:]

    @pytest.mark.parametrize("note", [None, 5, {}, {"prompt": ""}, {"prompt": ["x"]}, {"prompt": None, "depth": 1}])
    def test_is_alone_where_the_cards_note_is_none(self, note: Any) -> None:
        assert 2 == len(contents(card(extensions={"depth_prompt": note})))

    def test_takes_its_note_at_the_usual_depth_where_it_names_none(self) -> None:
        note = {"depth_prompt": {"prompt": "NOTE", "depth": "deep", "role": ["x"]}}
        assert ("system", "NOTE") == contents(card(extensions=note), "a", "b", "c", "d", "e")[2]


class TestRoom:
    """Sizes: a token is four characters, a message takes four more."""

    long = "x" * 396

    def kept(self, tokens: int, of: CardData, *texts: str) -> dict[str, Any]:
        found = prompt(of, *texts, context_tokens=tokens, reply_tokens=0, system_prompt="")
        return found.account.as_json()

    def test_goes_to_the_newest_messages(self) -> None:
        found = prompt(
            card(description=""), *(f"{number}{self.long}" for number in range(9)), context_tokens=330, reply_tokens=0
        )
        assert ["6", "7", "8"] == [message.content[0] for message in found.messages if message.role != "system"]
        assert (3, 6) == (found.account.messages_kept, found.account.messages_dropped)

    def test_goes_to_the_chat_before_the_examples(self) -> None:
        examples = card(description="", mes_example=f"<START>\n{self.long}\n<START>\nshort")
        told = self.kept(120, examples, self.long, "b")
        assert ({"kept": 2, "dropped": 0}, {"kept": 0, "dropped": 2}) == (told["messages"], told["examples"])
        told = self.kept(230, examples, self.long, "b")
        assert ({"kept": 2, "dropped": 0}, {"kept": 1, "dropped": 1}) == (told["messages"], told["examples"])

    def test_goes_to_lore_before_the_chat(self) -> None:
        lore = card(description="", character_book=book(entry(constant=True, name="lore", content=self.long)))
        told = self.kept(120, lore, self.long, "b")
        assert ({"kept": 1, "dropped": 1}, ["inserted"]) == (told["messages"], [one["outcome"] for one in told["lore"]])

    def test_goes_to_lore_by_its_rank(self) -> None:
        lore = book(
            entry(constant=True, name="low", content=self.long, priority=1),
            entry(constant=True, name="high", content=self.long, priority=2),
        )
        told = self.kept(120, card(description="", character_book=lore), "b")
        assert [
            ("high", "inserted", "it is constant"),
            ("low", "dropped", "the model's context has no room for it"),
        ] == [(one["title"], one["outcome"], one["why"]) for one in told["lore"]]

    def test_goes_last_to_lore_that_a_full_context_is_to_ignore(self) -> None:
        lore = book(entry(constant=True, priority=99, name="lore", content=f"@@ignore_on_max_context\n{self.long}"))
        whole = card(description="", character_book=lore)
        assert ["dropped"] == [one["outcome"] for one in self.kept(150, whole, self.long, "b")["lore"]]
        assert ["inserted"] == [one["outcome"] for one in self.kept(230, whole, self.long, "b")["lore"]]

    def test_is_refused_where_not_even_the_newest_message_fits(self) -> None:
        with pytest.raises(PromptTooLong, match="take about 105 tokens and there is room for 100"):
            self.kept(100, card(description=""), "x" * 404)

    def test_is_never_passed(self) -> None:
        lore = book(*(entry(constant=True, name=str(n), content="y" * n * 9) for n in range(30)))
        whole = card(mes_example="<START>\nhello\n" * 20, character_book=lore, post_history_instructions="End.")
        for tokens in range(60, 900, 70):
            found = prompt(whole, *(["word " * 20] * 12), context_tokens=tokens, reply_tokens=10)
            assert sum(len(message.content) / 4 for message in found.messages) <= tokens - 10
            assert found.account.prompt_tokens <= found.account.room_tokens == tokens - 10


class TestAccount:
    def test_tells_what_became_of_lore(self) -> None:
        lore = book(
            entry("lake", content="Deep."),
            entry("boat", content="@@exclude_keys lake\nOld."),
            entry("fish", content="z" * 400),
            entry("harbour"),
            token_budget=50,
        )
        account = prompt(card(character_book=lore), "lake boat fish").account.as_json()
        assert [("lake", "inserted"), ("boat", "kept_away"), ("fish", "dropped")] == [
            (one["title"], one["outcome"]) for one in account["lore"]
        ]
        assert {"id": "lake", "title": "lake", "outcome": "inserted", "why": "'lake' was said", "place": "before_char",
                "tokens": 2} == account["lore"][0]  # fmt: skip
        assert ["fish", "lake"] == account["matched"]

    def test_counts_what_it_does_not_tell(self) -> None:
        lore = book(*(entry(constant=True, name=str(number), content="x") for number in range(130)), token_budget=9_999)
        account = prompt(card(character_book=lore)).account.as_json()
        assert (100, 30) == (len(account["lore"]), account["lore_untold"])

    def test_gives_the_texts_that_went_in(self) -> None:
        lore = book(entry("lake", content="{{char}} is deep."), entry("boat"))
        assert ("Aria is deep.",) == prompt(card(character_book=lore), "lake").lore
