"""The texts of a card as fields of a form, and what was typed as changes to the card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generation.cards.card import CardData
from generation.pages import lore_fields
from generation.pages.passage import Passage, plain, split

_TEXTS = {
    "name": ("Name", 1),
    "nickname": ("Nickname", 1),
    "description": ("Description", 12),
    "personality": ("Personality", 5),
    "scenario": ("Scenario", 5),
    "first_mes": ("First message", 8),
    "mes_example": ("Example dialogues", 8),
    "system_prompt": ("System prompt", 3),
    "post_history_instructions": ("Post-history instructions", 3),
    "creator_notes": ("Creator's notes", 3),
    "creator": ("Creator", 1),
    "character_version": ("Version", 1),
}
_LISTS = {"alternate_greetings": "Alternate greeting", "group_only_greetings": "Group greeting"}


def passages_of(card: CardData, typed: Mapping[str, str], errors: Mapping[str, str]) -> list[Passage]:
    """Every text of `card` but its lore, or what was `typed` instead, with its error."""
    return [
        Passage(name, label, typed.get(name, value), rows, group, words, _error(name, errors))
        for name, label, value, rows, group, words in _fields(card)
    ]


def changes_of(card: CardData, typed: Mapping[str, str]) -> dict[str, Any]:
    """The fields of the card that were typed otherwise than they are; what is not in the form stays."""
    was = {name: value for name, _, value, _, _, _ in _fields(card)}
    changed = {name for name, value in was.items() if name in typed and typed[name] != value}
    changes: dict[str, Any] = {name: typed[name] for name in _TEXTS if name in changed}
    if "nickname" in changes:
        changes["nickname"] = changes["nickname"].strip() or None
    if "tags" in changed:
        changes["tags"] = split(typed["tags"])
    for name in _LISTS:
        if any(path.startswith(f"{name}.") for path in changed):
            changes[name] = _list(name, getattr(card, name), typed, changed)
    if book := lore_fields.book_of(card, typed):
        changes[lore_fields.BOOK] = book
    return changes


def _fields(card: CardData) -> Iterator[tuple[str, str, str, int, str, str]]:
    for name, (label, rows) in _TEXTS.items():
        yield name, label, plain(getattr(card, name) or ""), rows, "Character", ""
    yield "tags", "Tags", ", ".join(card.tags), 1, "Character", "Separate them by commas."
    for name, label in _LISTS.items():
        texts = getattr(card, name)
        for number, text in enumerate([*texts, ""]):
            words = "Empty it to take it away." if number < len(texts) else "Write here to add one."
            yield f"{name}.{number}", f"{label} {number + 1}", plain(text), 6, "Greetings", words


def _list(name: str, texts: Sequence[str], typed: Mapping[str, str], changed: set[str]) -> list[str]:
    """The list with what was typed otherwise; the others byte for byte, and those that were emptied left out."""
    kept = []
    for number, text in enumerate([*texts, ""]):
        path = f"{name}.{number}"
        if path in changed:
            kept += [typed[path]] if typed[path].strip() else []
        elif number < len(texts):
            kept.append(text)
    return kept


def _error(name: str, errors: Mapping[str, str]) -> str:
    """Told at the field, or at one of its items."""
    return " ".join(text for key, text in errors.items() if key == name or key.startswith(f"{name}."))
