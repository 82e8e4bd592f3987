"""The head of a prompt, section by section: instructions, who the character is, and the lore that belongs there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generation.cards.card import CardData
from generation.conversations.macros import Macros, with_original
from generation.conversations.places import (
    AFTER_CHAR,
    AFTER_DESC,
    AT_DEPTH,
    BEFORE_CHAR,
    BEFORE_DESC,
    PERSONALITY,
    SCENARIO,
    Place,
)
from generation.conversations.recall import Lore
from generation.conversations.rules import Role
from generation.conversations.setting import Setting
from generation.llm.pricing import MESSAGE_OVERHEAD
from generation.llm.tokens import estimate_tokens

DEPTH_PROMPT_DEPTH = 4
_ROLES: Mapping[str, Role] = {"user": "user", "assistant": "assistant"}


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of the prompt; `lore` is the entry it is, where it is one."""

    text: str
    role: Role = "system"
    lore: Lore | None = None

    @property
    def tokens(self) -> int:
        return estimate_tokens(self.text) + MESSAGE_OVERHEAD


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for lore in the head."""

    name: str


def absent_positions(card: CardData) -> frozenset[str]:
    """The positions that lore may ask for and a prompt of this card does not have."""
    return frozenset(name for name in (PERSONALITY, SCENARIO) if not getattr(card, name).strip())


def head_of(card: CardData, macros: Macros, setting: Setting) -> list[Section | Slot]:
    """The sections before the examples and the chat, in their order, with the places for lore among them."""
    told = {name: macros.expand(getattr(card, name)).strip() for name in ("description", "personality", "scenario")}
    system = macros.expand(with_original(card.system_prompt, setting.system_prompt)).strip()
    pieces: list[str | Slot] = [
        system,
        Slot(BEFORE_CHAR),
        Slot(BEFORE_DESC),
        told["description"],
        Slot(AFTER_DESC),
        told["personality"] and f"{macros.char}'s personality: {told['personality']}",
        Slot(PERSONALITY),
        told["scenario"] and f"Scenario: {told['scenario']}",
        Slot(SCENARIO),
        Slot(AFTER_CHAR),
    ]
    return [piece if isinstance(piece, Slot) else Section(piece) for piece in pieces if piece]


def with_lore(head: Iterable[Section | Slot], lore: Sequence[Lore]) -> Iterator[Section]:
    """The head with `lore`, which is in the order of insertion, in its places."""
    for piece in head:
        if isinstance(piece, Section):
            yield piece
        else:
            yield from (section_of(entry) for entry in lore if entry.rule.place.name == piece.name)


def section_of(lore: Lore) -> Section:
    return Section(lore.text, lore.rule.role, lore)


def post_history(card: CardData, macros: Macros, setting: Setting) -> list[Section]:
    """What stands below the chat."""
    text = macros.expand(with_original(card.post_history_instructions, setting.post_history)).strip()
    return [Section(text)] if text else []


def depth_prompt(card: CardData, macros: Macros) -> list[tuple[Place, Section]]:
    """SillyTavern's note of the character, which stands among the messages."""
    raw = card.extensions.get("depth_prompt")
    prompt = raw.get("prompt") if isinstance(raw, dict) else None
    text = macros.expand(prompt).strip() if isinstance(prompt, str) else ""
    if not text or not isinstance(raw, dict):
        return []
    depth, role = raw.get("depth"), raw.get("role")
    place = Place(AT_DEPTH, max(0, depth) if isinstance(depth, int) else DEPTH_PROMPT_DEPTH)
    return [(place, Section(text, _ROLES.get(role, "system") if isinstance(role, str) else "system"))]
