"""The prompt of a chat turn: a card, the lore that is called up and as much of the chat as there is room for.

Room is given to the instructions, the character and the newest message first; then to lore by its rank, to the chat
from the newest message back, to the examples, and last to lore that is to be ignored where the context is full.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generation.cards.card import Book, CardData
from generation.conversations.account import MOST_TOLD, Account, lore_told
from generation.conversations.examples import examples_of
from generation.conversations.macros import Macros
from generation.conversations.places import AT_DEPTH, Place
from generation.conversations.recall import Lore, Recall, recall
from generation.conversations.room import Room
from generation.conversations.sections import (
    Section,
    Slot,
    absent_positions,
    depth_prompt,
    head_of,
    post_history,
    section_of,
    with_lore,
)
from generation.conversations.setting import Setting
from generation.conversations.turns import Turn
from generation.errors import PromptTooLong
from generation.llm.provider import Message

EXAMPLE = "Example of how {char} talks, not part of the chat:\n"


@dataclass(frozen=True, slots=True)
class Prompt:
    """`lore` are the texts in it, in the order of insertion."""

    messages: tuple[Message, ...]
    account: Account
    lore: tuple[str, ...] = ()


def prompt_of(card: CardData, turns: Sequence[Turn], setting: Setting) -> Prompt:
    """What to ask a model for the next reply in a chat of `turns`, the newest of which is to be answered.

    PromptTooLong where not even the card and the newest message find room.
    """
    return _Assembly(card, turns, setting).prompt()


class _Assembly:
    """One prompt under way; what is given room is removed from nothing and added once."""

    def __init__(self, card: CardData, turns: Sequence[Turn], setting: Setting) -> None:
        self._turns = [Section(turn.text, turn.by) for turn in turns]
        self._macros = macros = Macros(card, setting)
        self._head: list[Section | Slot] = head_of(card, macros, setting)
        self._tail = post_history(card, macros, setting)
        self._at_depth = depth_prompt(card, macros)
        told = EXAMPLE.format(char=macros.char)
        self._examples = [Section(told + example.told(macros)) for example in examples_of(card.mes_example, macros)]
        book = card.character_book or Book()
        self._recall: Recall = recall(book, turns, setting, macros, absent=absent_positions(card))
        self._room = Room(setting.context_tokens - setting.reply_tokens)
        self._tokens = self._room.left

    def prompt(self) -> Prompt:
        self._make_room_for_what_must_be()
        plain = [lore for lore in self._recall.found if not lore.rule.first_to_go]
        lore = self._within(plain)
        earlier = self._turns[-2::-1] if self._turns else []
        kept = [*self._turns[-1:], *self._room.first(earlier, _size)][::-1]
        examples = self._room.first(self._examples, _size)
        lore += self._within([lore for lore in self._recall.found if lore.rule.first_to_go])
        lore, without_room = self._parted(lore)
        messages = _merged([*with_lore(self._head, lore), *examples, *self._chat(kept, lore), *self._tail])
        return Prompt(messages, self._account(lore, without_room, kept, examples), tuple(entry.text for entry in lore))

    def _make_room_for_what_must_be(self) -> None:
        fixed = [piece for piece in self._head if isinstance(piece, Section)]
        needed = [*fixed, *(section for _, section in self._at_depth), *self._tail, *self._turns[-1:]]
        tokens = sum(map(_size, needed))
        if not self._room.take(tokens):
            raise PromptTooLong(tokens, self._tokens)

    def _within(self, lore: Iterable[Lore]) -> list[Lore]:
        ranked = sorted(lore, key=lambda entry: entry.rank, reverse=True)
        return self._room.first(ranked, lambda entry: section_of(entry).tokens)

    def _parted(self, taken: Iterable[Lore]) -> tuple[list[Lore], list[Lore]]:
        """The lore that was `taken` in the order of insertion, and what there was no room for."""
        there = {id(entry) for entry in taken}
        found = self._recall.found
        return [one for one in found if id(one) in there], [one for one in found if id(one) not in there]

    def _chat(self, kept: Sequence[Section], lore: Sequence[Lore]) -> list[Section]:
        """The messages with what stands among them: above the message it counts to, or above all."""
        among = [(entry.rule.place, section_of(entry)) for entry in lore if entry.rule.place.name == AT_DEPTH]
        chat: list[Section] = []
        for above in range(len(kept), -1, -1):
            chat += [section for place, section in [*among, *self._at_depth] if _depth(place, len(kept)) == above]
            chat += kept[len(kept) - above :][:1] if above else []
        return chat

    def _account(
        self, lore: Sequence[Lore], without_room: Sequence[Lore], kept: Sequence[Section], examples: Sequence[Section]
    ) -> Account:
        told = lore_told(lore, without_room, self._recall)
        return Account(
            prompt_tokens=self._tokens - self._room.left,
            room_tokens=self._tokens,
            messages_kept=len(kept),
            messages_dropped=len(self._turns) - len(kept),
            examples_kept=len(examples),
            examples_dropped=len(self._examples) - len(examples),
            lore=tuple(told[:MOST_TOLD]),
            lore_untold=len(told[MOST_TOLD:]),
            matched=tuple(sorted(self._recall.matched)),
            exhausted=self._recall.exhausted,
        )


def _size(section: Section) -> int:
    return section.tokens


def _depth(place: Place, messages: int) -> int:
    return min(place.depth, messages)


def _merged(sections: Iterable[Section]) -> tuple[Message, ...]:
    """Messages; instructions that follow each other are one, what was said stays as it is."""
    messages: list[Message] = []
    for section in sections:
        if section.role == "system" and messages and messages[-1].role == "system":
            messages[-1] = Message("system", f"{messages[-1].content}\n\n{section.text}")
        else:
            messages.append(Message(section.role, section.text))
    return tuple(messages)
