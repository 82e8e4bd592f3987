"""A card as it is read on its page: who speaks, what calls an entry up, without the standard's shorthand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generation.cards.card import Book, CardData
from generation.cards.decorators import strip_decorators
from generation.conversations.greetings import greetings_of

READER = "User"
_START = re.compile(r"<START>", re.IGNORECASE)
_USER = re.compile(r"\{\{user\}\}|<USER>", re.IGNORECASE)
_CHAR = re.compile(r"\{\{char\}\}|<BOT>", re.IGNORECASE)
_SPEAKER = re.compile(r"^([^:\n]{1,80}):\s*")


@dataclass(frozen=True, slots=True)
class Greeting:
    """`number` is what a conversation that begins with it names; None for one of groups."""

    id: str
    label: str
    text: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Turn:
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Lore:
    number: int
    title: str
    keys: list[str]
    secondary_keys: list[str]
    is_constant: bool
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    title: str
    text: str


def said(text: str, card: CardData) -> str:
    """`text` with the names in place of the macros for the character and the user."""
    return _USER.sub(READER, _CHAR.sub(card.nickname or card.name, text))


def passages(card: CardData) -> list[Passage]:
    """The prose fields that hold something."""
    fields = (
        ("Description", card.description),
        ("Personality", card.personality),
        ("Scenario", card.scenario),
    )
    return [Passage(title, said(text, card)) for title, text in fields if text.strip()]


def instructions(card: CardData) -> list[Passage]:
    """What the card tells the model and its reader, shown as written."""
    fields = (
        ("Creator's notes", card.creator_notes),
        ("System prompt", card.system_prompt),
        ("Post-history instructions", card.post_history_instructions),
    )
    return [Passage(title, text) for title, text in fields if text.strip()]


def greetings(card: CardData) -> list[Greeting]:
    """The first message and its alternatives, in order."""
    texts = [*greetings_of(card)]
    alone = len(texts)
    labels = ["First message", *(f"Alternate {n}" for n in range(1, len(texts)))]
    texts += card.group_only_greetings
    labels += [f"Group {n}" for n in range(1, len(card.group_only_greetings) + 1)]
    return [
        Greeting(f"greeting-{number}", label, said(text, card), number if number < alone else None)
        for number, (label, text) in enumerate(zip(labels, texts, strict=True))
        if text.strip()
    ]


def dialogues(card: CardData) -> list[list[Turn]]:
    """Example dialogues: a block a `<START>`, a turn wherever a line names the character or the user."""
    blocks = (_turns(block.strip(), card) for block in _START.split(card.mes_example))
    return [turns for turns in blocks if turns]


def _turns(block: str, card: CardData) -> list[Turn]:
    turns: list[Turn] = []
    for line in block.splitlines():
        speaker, text = _spoken(line, card)
        if speaker is None and turns:
            turns[-1] = Turn(turns[-1].speaker, f"{turns[-1].text}\n{said(text, card)}".strip())
        elif speaker or text.strip():
            turns.append(Turn(speaker or "", said(text, card)))
    return turns


def _spoken(line: str, card: CardData) -> tuple[str | None, str]:
    name = card.nickname or card.name
    match = _SPEAKER.match(line)
    if match is None:
        return None, line
    speaker = said(match[1], card)
    return (speaker, line[match.end() :]) if speaker in {READER, name, card.name} else (None, line)


def lore(book: Book | None) -> list[Lore]:
    """The lorebook's entries that may match, without their decorators."""
    entries = [entry for entry in book.entries if entry.enabled] if book else []
    return [
        Lore(
            number=number,
            title=entry.name or entry.comment or ", ".join(entry.keys),
            keys=entry.keys,
            secondary_keys=entry.secondary_keys,
            is_constant=entry.constant,
            text=strip_decorators(entry.content),
        )
        for number, entry in enumerate(entries, start=1)
    ]
