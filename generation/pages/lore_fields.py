"""The lore of a card as fields of a form: entries are changed, taken away and added.

An entry is named by its place in the card, a new one `new-1`; which of them the form still shows says what remains.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generation.cards.book import next_entry
from generation.cards.card import Book, BookEntry, CardData
from generation.pages.lore_entry import PARTS, WRITTEN, changed, values_of
from generation.pages.passage import Passage
from jobs.errors import InvalidSubmission

BOOK = "character_book"
# In the form whenever the lore is, with its version: without it, as in a form of something else, the lore stays.
SHOWN = "lore-shown"
_TEXT = re.compile(rf"{BOOK}\.((?:0|[1-9]\d{{0,5}})|new-\d{{1,6}})\.content")
_MOST_NEW = 1_000


@dataclass(frozen=True, slots=True)
class LoreFields:
    """One entry; `title` is what it is called, `passages` are its fields."""

    number: str
    title: str
    passages: list[Passage]

    @property
    def foremost(self) -> list[Passage]:
        return [passage for passage in self.passages if not passage.is_more]

    @property
    def more(self) -> list[Passage]:
        return [passage for passage in self.passages if passage.is_more]

    @property
    def has_error_in_more(self) -> bool:
        return any(passage.error for passage in self.more)


def lore_fields(card: CardData, typed: Mapping[str, str], errors: Mapping[str, str]) -> list[LoreFields]:
    """Every entry of the card, or those that the form showed, as they are or as they were `typed`."""
    entries, place, fields = _entries(card), 0, []
    for number in _numbers(card, typed):
        fields.append(_fields(number, _entry(number, entries), typed, errors, place))
        place += _is_wanted(number, typed)  # where a fault is told of, entries left empty are not counted
    return fields


def blank(number: str) -> LoreFields:
    """A new entry to be filled in."""
    return _fields(number, None, {}, {}, 0)


def version_of(card: CardData) -> str:
    """What changes when the entries do: a form names them by their places."""
    book = [entry.model_dump(mode="json") for entry in _entries(card)]
    return hashlib.sha256(json.dumps(book).encode()).hexdigest()[:16]


def is_as_shown(card: CardData, typed: Mapping[str, str]) -> bool:
    """Whether the form, if it showed the lore, showed it as it is."""
    return typed.get(SHOWN) in {None, version_of(card)}


def forgotten(typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, without the lore."""
    return {name: value for name, value in typed.items() if name != SHOWN and not name.startswith(f"{BOOK}.")}


def next_new(typed: Mapping[str, str]) -> str:
    """A name for one more entry, which no other in the form has."""
    taken = [int(name.removeprefix("new-")) for name in _shown(typed) if name.startswith("new-")]
    return f"new-{max(taken, default=0) + 1}"


def without(typed: Mapping[str, str], number: str) -> dict[str, str]:
    """What was typed, without the fields of one entry."""
    return {name: value for name, value in typed.items() if not name.startswith(f"{BOOK}.{number}.")}


def with_blank(typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, with one more entry to be filled in."""
    return {**typed, f"{BOOK}.{next_new(typed)}.content": ""}


def book_of(card: CardData, typed: Mapping[str, str]) -> dict[str, Any] | None:
    """The whole lorebook as the form wants it; None where that is as it was. New entries left empty are none.

    InvalidSubmission for an order that is no number.
    """
    if SHOWN not in typed:
        return None
    was = _entries(card)
    entries: list[BookEntry] = []
    for number in _numbers(card, typed):
        if _is_wanted(number, typed):
            entry = _entry(number, was) or next_entry([*was, *entries])
            try:
                entries.append(changed(entry, _typed(number, typed)))
            except ValueError:
                wrong = f"{BOOK}.entries.{len(entries)}.insertion_order"
                raise InvalidSubmission({wrong: "Give a number, such as 100."}) from None
    if entries == was:
        return None
    book = card.character_book or Book(name=f"{card.name} lore")
    return book.model_copy(update={"entries": entries}).model_dump(mode="json")


def _numbers(card: CardData, typed: Mapping[str, str]) -> list[str]:
    if SHOWN not in typed:
        return [str(number) for number in range(len(_entries(card)))]
    count = len(_entries(card))
    shown = _shown(typed)
    new = [number for number in shown if number.startswith("new-")]
    return [*(number for number in shown if number.isdigit() and int(number) < count), *new[:_MOST_NEW]]


def _is_wanted(number: str, typed: Mapping[str, str]) -> bool:
    return number.isdigit() or any(typed.get(f"{BOOK}.{number}.{part}", "").strip() for part in WRITTEN)


def _shown(typed: Mapping[str, str]) -> list[str]:
    return [found[1] for name in typed if (found := _TEXT.fullmatch(name))]


def _entries(card: CardData) -> list[BookEntry]:
    return card.character_book.entries if card.character_book else []


def _entry(number: str, entries: list[BookEntry]) -> BookEntry | None:
    return entries[int(number)] if number.isdigit() else None


def _fields(
    number: str, entry: BookEntry | None, typed: Mapping[str, str], errors: Mapping[str, str], place: int
) -> LoreFields:
    values, path = values_of(entry or next_entry([])), f"{BOOK}.{number}"
    if entry is None:
        values["insertion_order"] = ""
    passages = [
        Passage(
            f"{path}.{name}", part.label, typed.get(f"{path}.{name}", values[name]), part.rows, "Lore", part.help,
            _error(errors, place, name), part.choices, part.is_more,
        )
        for name, part in PARTS.items()
    ]  # fmt: skip
    return LoreFields(number, values["name"] or ("New entry" if entry is None else f"Entry {place + 1}"), passages)


def _error(errors: Mapping[str, str], place: int, part: str) -> str:
    path = f"{BOOK}.entries.{place}.{part}"
    return " ".join(text for key, text in errors.items() if key == path or key.startswith(f"{path}."))


def _typed(number: str, typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed of one entry, by its parts; a new one needs no order."""
    parts = {part: typed[name] for part in PARTS if (name := f"{BOOK}.{number}.{part}") in typed}
    if not number.isdigit() and not parts.get("insertion_order", "").strip():
        parts.pop("insertion_order", None)
    return parts
