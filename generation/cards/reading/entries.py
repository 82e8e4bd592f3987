"""Entries of lorebooks: those of the standards, and those of SillyTavern's world files."""

from __future__ import annotations

import re
from typing import Any

from generation.cards.card import BookEntry
from generation.cards.reading.notes import Notes
from generation.cards.reading.values import mapping_of, number_of, text_of, truth_of, words_of

FIRST_ORDER = 100
FIELD = "character_book.entries"

# SillyTavern's names in a world file, and the standards' for the same.
_WORLD_NAMES = {"key": "keys", "keysecondary": "secondary_keys", "order": "insertion_order", "uid": "id"}
# What a world file keeps beside the standards' fields goes where SillyTavern puts it when it writes a card.
_STANDARD = frozenset({*BookEntry.model_fields, "position"})
_WORLD_POSITIONS = ("before_char", "after_char")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def entry_of(raw: dict[str, Any], number: int, notes: Notes) -> BookEntry:
    """One entry; `number` counts from 0 and gives it an order and an id where it has none."""
    field = f"{FIELD}.{number}"
    raw = _from_world(raw, field, notes) if "key" in raw and "keys" not in raw else dict(raw)
    extensions = mapping_of(raw.pop("extensions", None), f"{field}.extensions", notes)
    position = _position(raw.pop("position", None), extensions, field, notes)
    values = {
        "keys": words_of(raw.pop("keys", None), f"{field}.keys", notes),
        "secondary_keys": words_of(raw.pop("secondary_keys", None), f"{field}.secondary_keys", notes),
        "content": text_of(raw.pop("content", None), f"{field}.content", notes),
        "insertion_order": number_of(
            raw.pop("insertion_order", None), FIRST_ORDER + number, f"{field}.insertion_order", notes
        ),
        "priority": number_of(raw.pop("priority", None), 10, f"{field}.priority", notes),
        "id": _id(raw.pop("id", None), number, field, notes),
        "extensions": extensions,
        "position": position,
        **{name: text_of(raw.pop(name, None), f"{field}.{name}", notes) for name in ("name", "comment")},
        **_flags(raw, field, notes),
    }
    return BookEntry.model_validate({**raw, **values})


def _flags(raw: dict[str, Any], field: str, notes: Notes) -> dict[str, bool]:
    defaults = {"enabled": True, "use_regex": False, "case_sensitive": False, "constant": False, "selective": False}
    return {
        name: truth_of(raw.pop(name, None), default, f"{field}.{name}", notes) for name, default in defaults.items()
    }


def _position(value: Any, extensions: dict[str, Any], field: str, notes: Notes) -> str:
    """In words; SillyTavern's number goes where it looks for it."""
    if value in _WORLD_POSITIONS:
        return str(value)
    if value in (None, ""):
        return _WORLD_POSITIONS[0]
    number = number_of(value, -1, f"{field}.position", notes)
    if number in (0, 1, 2, 3, 4):
        extensions.setdefault("position", number)
    return _WORLD_POSITIONS[1] if number == 1 else _WORLD_POSITIONS[0]


def _id(value: Any, number: int, field: str, notes: Notes) -> int | float | str:
    if isinstance(value, str) and value:
        return value
    return number_of(None if value == "" else value, number, f"{field}.id", notes)


def _from_world(raw: dict[str, Any], field: str, notes: Notes) -> dict[str, Any]:
    """An entry of a world file as the same entry of a card."""
    entry = {_WORLD_NAMES.get(name, name): value for name, value in raw.items()}
    if "disable" in entry:
        entry["enabled"] = not truth_of(entry.pop("disable"), False, f"{field}.disable", notes)
    given = entry.pop("extensions", None)
    own = {_snake(name): entry.pop(name) for name in list(entry) if name not in _STANDARD}
    return {**entry, "extensions": {**own, **(given if isinstance(given, dict) else {})}}


def _snake(name: str) -> str:
    return name if name in {"useProbability", "selectiveLogic"} else _HUMP.sub("_", name).lower()
