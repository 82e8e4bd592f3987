"""A lorebook, from whatever stands where one should."""

from __future__ import annotations

from typing import Any

from generation.cards.card import Book, BookEntry
from generation.cards.reading.entries import FIELD, entry_of
from generation.cards.reading.limits import ENTRIES
from generation.cards.reading.notes import Notes
from generation.cards.reading.values import mapping_of, number_of, text_of, truth_of

_NUMBERS = {"scan_depth": 4, "token_budget": 1024}


def book_of(raw: Any, notes: Notes) -> Book | None:
    """The book, or None for null and for what is none."""
    if isinstance(raw, list):
        notes.warn("character_book was a list and is taken for the entries of a book.")
        raw = {"entries": raw}
    if raw is None or raw in ({}, ""):
        return None
    if not isinstance(raw, dict):
        notes.lose("character_book is not an object and is left out.")
        return None
    raw = dict(raw)
    if "extensions" not in raw:
        notes.warn("character_book had no extensions; it has an empty set now.")
    values = {
        "entries": _entries(raw.pop("entries", None), notes),
        "extensions": mapping_of(raw.pop("extensions", None), "character_book.extensions", notes),
        **{name: text_of(raw.pop(name, None), f"character_book.{name}", notes) for name in ("name", "description")},
        **{
            name: number_of(raw.pop(name, None), default, f"character_book.{name}", notes)
            for name, default in _NUMBERS.items()
        },
        "recursive_scanning": truth_of(
            raw.pop("recursive_scanning", None), False, "character_book.recursive_scanning", notes
        ),
    }
    return Book.model_validate({**raw, **values})


def _entries(raw: Any, notes: Notes) -> list[BookEntry]:
    if isinstance(raw, dict):
        notes.warn(f"{FIELD} was an object, as in SillyTavern's world files, and is now a list.")
        raw = list(raw.values())
    if not isinstance(raw, list):
        if raw is not None:
            notes.lose(f"{FIELD} is not a list and is left out.")
        return []
    if len(raw) > ENTRIES:
        notes.lose(f"{FIELD} has {len(raw):,} entries; the first {ENTRIES:,} are taken.")
    taken = [entry for entry in raw[:ENTRIES] if isinstance(entry, dict)]
    if len(taken) < len(raw[:ENTRIES]):
        notes.lose(f"{len(raw[:ENTRIES]) - len(taken):,} of {FIELD} are no objects and are left out.")
    return [entry_of(entry, number, notes) for number, entry in enumerate(taken)]
