"""Values as the standards want them, made from what strangers wrote; what had to be changed is noted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation.cards.reading.notes import Notes

_YES = frozenset({"true", "yes", "on", "1"})
_NO = frozenset({"false", "no", "off", "0", ""})


def text_of(value: Any, field: str, notes: Notes) -> str:
    """A string: null is an empty one, a number is written out, a list of strings is put together."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool() | int() | float():
            notes.warn(f"{field} was {_noun(value)} and is now a text.")
            return str(value)
        case list() if all(isinstance(item, str) for item in value):
            if value:
                notes.warn(f"{field} was a list of texts and is now one text.")
            return "\n".join(value)
    notes.lose(f"{field} was {_noun(value)} instead of a text and is left out.")
    return ""


def texts_of(value: Any, field: str, notes: Notes) -> list[str]:
    """A list of strings: null is none, one string is a list of it."""
    match value:
        case None:
            return []
        case str():
            notes.warn(f"{field} was one text and is now a list.")
            return [value] if value else []
        case list():
            return [text_of(item, f"{field}.{number}", notes) for number, item in enumerate(value) if item is not None]
    notes.lose(f"{field} was {_noun(value)} instead of a list of texts and is left out.")
    return []


def words_of(value: Any, field: str, notes: Notes) -> list[str]:
    """A list of words: one string is split at its commas; empty ones are left out."""
    if isinstance(value, str):
        notes.warn(f"{field} was one text and is now a list, split at its commas.")
        return [part.strip() for part in value.split(",") if part.strip()]
    words = [word for word in texts_of(value, field, notes) if word.strip()]
    if isinstance(value, list) and len(words) < len(value):
        notes.warn(f"{field} had {len(value) - len(words):,} of {len(value):,} empty; they are left out.")
    return words


def mapping_of(value: Any, field: str, notes: Notes) -> dict[str, Any]:
    """An object: null and an empty list are an empty one."""
    if isinstance(value, Mapping):
        return dict(value)
    if value not in (None, [], ""):
        notes.lose(f"{field} was {_noun(value)} instead of an object and is left out.")
    return {}


def truth_of(value: Any, default: bool, field: str, notes: Notes) -> bool:
    """true or false, also from the words and numbers for them; null is `default`."""
    if isinstance(value, bool):
        return value
    if value is None:
        return default
    word = str(value).strip().lower() if isinstance(value, (str, int, float)) else "?"
    if word in _YES | _NO:
        notes.warn(f"{field} was {_noun(value)} and is now true or false.")
        return word in _YES
    notes.lose(f"{field} was {_noun(value)} instead of true or false and is left out.")
    return default


def number_of(value: Any, default: float, field: str, notes: Notes) -> int | float:
    """A number, also from text; null is `default`."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if value is None:
        return default
    number = _number(value) if isinstance(value, str) else None
    if number is None:
        notes.lose(f"{field} was {_noun(value)} instead of a number and is left out.")
        return default
    notes.warn(f"{field} was a text and is now a number.")
    return number


def _number(text: str) -> int | float | None:
    """The number that a short `text` is, if it is finite."""
    text = text.strip()
    if not 0 < len(text) <= 20 or not text.isascii():
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    if number != number or number in (float("inf"), float("-inf")):  # noqa: PLR0124 - NaN is not itself
        return None
    return int(number) if number.is_integer() else number


def _noun(value: Any) -> str:
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case dict():
            return "an object"
    return "null"
