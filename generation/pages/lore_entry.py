"""One lore entry as texts of a form, and what was typed otherwise as a changed entry."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generation.cards.card import BookEntry
from generation.pages.passage import plain, split

ALWAYS, BY_KEYS, NEVER = "always", "keys", "never"


@dataclass(frozen=True, slots=True)
class Part:
    """A field of an entry. `choices` are values with their labels; `is_more` says that it folds away."""

    label: str
    rows: int = 1
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_more: bool = False


PARTS = {
    "name": Part("Title"),
    "keys": Part("Keys", help="Words that bring it up, separated by commas."),
    "content": Part("Text", rows=5),
    "use": Part(
        "When it is used",
        choices=((BY_KEYS, "when a key is mentioned"), (ALWAYS, "always"), (NEVER, "never")),
        is_more=True,
    ),
    "secondary_keys": Part(
        "Second keys", help="One of them must be mentioned too; leave empty for none.", is_more=True
    ),
    "insertion_order": Part("Order", help="Lower numbers come earlier in the prompt.", is_more=True),
}
# What makes a new entry one at all.
WRITTEN = ("name", "keys", "content")


def values_of(entry: BookEntry) -> dict[str, str]:
    """What the form shows of it."""
    return {
        "name": entry.name or entry.comment,
        "keys": ", ".join(entry.keys),
        "content": plain(entry.content),
        "use": _use(entry),
        "secondary_keys": ", ".join(entry.secondary_keys),
        "insertion_order": f"{entry.insertion_order:g}",
    }


def changed(entry: BookEntry, typed: Mapping[str, str]) -> BookEntry:
    """`entry` with the parts that were typed otherwise than it is shown; ValueError for an order that is no number."""
    was = values_of(entry)
    changes: dict[str, Any] = {}
    for part, text in typed.items():
        if text != was[part]:
            changes |= _change(entry, part, text)
    return entry.model_copy(update=changes)


def _change(entry: BookEntry, part: str, text: str) -> dict[str, Any]:
    match part:
        case "name":
            # SillyTavern shows the comment, RisuAI the name.
            title = text.strip()
            return {"name": title} | ({"comment": title} if entry.comment in {"", entry.name} else {})
        case "keys":
            return {"keys": split(text)}
        case "secondary_keys":
            return {"secondary_keys": split(text), "selective": bool(split(text))}
        case "insertion_order":
            return {"insertion_order": _number(text)}
        case "use":
            return {"enabled": text != NEVER} | ({} if text == NEVER else {"constant": text == ALWAYS})
    return {part: text}


def _number(text: str) -> int | float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return int(number) if number.is_integer() else number


def _use(entry: BookEntry) -> str:
    if not entry.enabled:
        return NEVER
    return ALWAYS if entry.constant else BY_KEYS
