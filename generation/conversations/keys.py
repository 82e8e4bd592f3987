"""The keys of a lore entry, and how they are looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from generation.conversations.effort import Effort
from generation.conversations.patterns import is_slashed, searched

# Characters of a text that a step of a plain search covers.
_STRIDE = 10


class Text:
    """A text that keys are looked for in."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def folded(self) -> str:
        return self.text.casefold()


@dataclass(frozen=True, slots=True)
class Manner:
    """How one entry's keys are looked for: as patterns, or where `slashed` those written `/so/`, or as plain words."""

    patterns: bool = False
    slashed: bool = False
    case_sensitive: bool = False
    whole_words: bool = False

    def first(self, keys: Sequence[str], text: Text, effort: Effort) -> str:
        """The first of `keys` that is in `text`, or nothing. BadPattern where a pattern is faulty."""
        return next((key for key in keys if self.finds(key, text, effort)), "")

    def finds(self, key: str, text: Text, effort: Effort) -> bool:
        key = key.strip()
        if not key:
            return False
        if self.patterns or (self.slashed and is_slashed(key)):
            return searched(key, text.text, effort.patterns, case_sensitive=self.case_sensitive)
        if not effort.words.take(1 + len(text.text) // _STRIDE):
            return False
        if self.case_sensitive:
            return _holds(text.text, key, whole=self.whole_words)
        return _holds(text.folded, key.casefold(), whole=self.whole_words)


def _holds(text: str, key: str, *, whole: bool) -> bool:
    if not whole:
        return key in text
    at = text.find(key)
    while at >= 0:
        if not _joined(text[at - 1 : at], key[0]) and not _joined(key[-1], text[at + len(key) : at + len(key) + 1]):
            return True
        at = text.find(key, at + 1)
    return False


def _joined(left: str, right: str) -> bool:
    """Both are of one word."""
    return _is_letter(left) and _is_letter(right)


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"
