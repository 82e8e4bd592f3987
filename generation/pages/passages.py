"""The texts of a card as fields of a form, and what was typed as changes to the card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generation.cards.card import CardData

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
_BOOK = "character_book"


@dataclass(frozen=True, slots=True)
class Passage:
    """One field. `name` is a path such as `alternate_greetings.0` or `character_book.3.keys`."""

    name: str
    label: str
    value: str
    rows: int
    group: str
    help: str = ""
    error: str = ""

    @property
    def id(self) -> str:
        return f"passage-{self.name.replace('.', '-')}"


def passages_of(card: CardData, typed: Mapping[str, str], errors: Mapping[str, str]) -> list[Passage]:
    """Every text of `card`, or what was `typed` instead, with its error."""
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
        changes["tags"] = _split(typed["tags"])
    for name in _LISTS:
        if any(path.startswith(f"{name}.") for path in changed):
            given = (typed.get(path, value) for path, value in was.items() if path.startswith(f"{name}."))
            changes[name] = [text for text in given if text.strip()]
    if any(path.startswith(f"{_BOOK}.") for path in changed):
        changes[_BOOK] = _book(card, typed, changed)
    return changes


def _fields(card: CardData) -> Iterator[tuple[str, str, str, int, str, str]]:
    for name, (label, rows) in _TEXTS.items():
        yield name, label, _plain(getattr(card, name) or ""), rows, "Character", ""
    yield "tags", "Tags", ", ".join(card.tags), 1, "Character", "Separate them by commas."
    for name, label in _LISTS.items():
        texts = getattr(card, name)
        for number, text in enumerate([*texts, ""]):
            words = "Empty it to take it away." if number < len(texts) else "Write here to add one."
            yield f"{name}.{number}", f"{label} {number + 1}", _plain(text), 6, "Greetings", words
    for number, entry in enumerate(card.character_book.entries if card.character_book else ()):
        title = entry.name or entry.comment or f"Entry {number + 1}"
        yield f"{_BOOK}.{number}.keys", f"{title}: keys", ", ".join(entry.keys), 1, "Lore", "Separate them by commas."
        yield f"{_BOOK}.{number}.content", title, _plain(entry.content), 5, "Lore", ""


def _book(card: CardData, typed: Mapping[str, str], changed: set[str]) -> dict[str, Any]:
    """The whole lorebook with the entries that were changed."""
    assert card.character_book is not None  # noqa: S101 - else none of its fields were shown
    book = card.character_book.model_dump(mode="json")
    for number, entry in enumerate(book["entries"]):
        if (path := f"{_BOOK}.{number}.content") in changed:
            entry["content"] = typed[path]
        if (path := f"{_BOOK}.{number}.keys") in changed:
            entry["keys"] = _split(typed[path])
    return book


def _error(name: str, errors: Mapping[str, str]) -> str:
    """Told at the field, at one of its items, or at the part of a lore entry."""
    path = name.replace(f"{_BOOK}.", f"{_BOOK}.entries.", 1)
    mine = [text for key, text in errors.items() if key in {name, path} or key.startswith((f"{name}.", f"{path}."))]
    return " ".join(mine)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _split(typed: str) -> list[str]:
    return [item.strip() for item in typed.split(",") if item.strip()]
