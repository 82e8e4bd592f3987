"""Where in the document a quote stands. What is not there is said not to be: nothing is guessed.

Models change white space, case, quotation marks and dashes as they copy; so, where the letters themselves are not
found, both sides are compared in a plain form in which these are alike. All of it takes linear time.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

_ALIKE = {
    **dict.fromkeys("‘’‚‛′ʼ`´", "'"),  # noqa: RUF001 - what texts are written with
    **dict.fromkeys("“”„‟″«»‹›「」『』", '"'),  # noqa: RUF001 - as above
    **dict.fromkeys("‐‑‒–—―−", "-"),  # noqa: RUF001 - as above
}
# Soft hyphens, joiners, marks of direction: nobody sees them, and models drop them.
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
# As much longer than its quote a passage may be, for white space and what nobody sees.
_STRETCH, _STRETCH_OF_SHORT = 2, 200
_MOST_BETWEEN = 8  # characters of white space within a name
_WRAPPING = "\"' \t\r\n"


class Quotes:
    """Finds quotes in `text`, which begins at the document's character `start`."""

    def __init__(self, text: str, start: int = 0) -> None:
        self._text = text
        self._start = start

    @property
    def margins(self) -> tuple[str, str]:
        """The white space before and after all of the text."""
        inner = self._text.strip()
        if not inner:
            return self._text, ""
        at = self._text.index(inner)
        return self._text[:at], self._text[at + len(inner) :]

    def find(self, quote: str | None) -> dict[str, Any]:
        """`{quote, start, end, found}`: as it stands in the document where it does, else as it was given."""
        span = self._span(quote) if quote and quote.strip() else None
        if span is None:
            return {"quote": quote, "start": None, "end": None, "found": False}
        start, end = span
        return {
            "quote": self._text[start:end],
            "start": self._start + start,
            "end": self._start + end,
            "found": True,
        }

    def mentions(self, name: str) -> Iterator[tuple[int, int]]:
        """The spans of `name` as words of their own, letter for letter but for the white space between them."""
        first, *others = name.split() or [""]
        at = self._text.find(first) if first else -1
        while at >= 0:
            end = self._end_of(at + len(first), others)
            if end and not (_joined(self._text, at) or _joined(self._text, end)):
                yield self._start + at, self._start + end
            at = self._text.find(first, end or at + len(first))

    def _end_of(self, at: int, words: Sequence[str]) -> int:
        """Where `words` end that follow `at` with a little white space before each; 0 where others do."""
        for word in words:
            start = at
            while at - start < _MOST_BETWEEN and self._text[at : at + 1].isspace():
                at += 1
            if at == start or not self._text.startswith(word, at):
                return 0
            at += len(word)
        return at

    def _span(self, quote: str) -> tuple[int, int] | None:
        at = self._text.find(quote)
        if at >= 0:
            return at, at + len(quote)
        wanted = plain(quote).strip(_WRAPPING).replace(" ", "")
        if not wanted:
            return None
        letters, places = self._plain
        at = letters.find(wanted)
        if at < 0:
            return None
        start, end = places[at], places[at + len(wanted) - 1] + 1
        is_torn = _joined(self._text, start) or _joined(self._text, end)
        return None if is_torn or end - start > _STRETCH * len(quote) + _STRETCH_OF_SHORT else (start, end)

    @cached_property
    def _plain(self) -> tuple[str, list[int]]:
        """The text in its plain form without white space, and the place that each character of it comes from."""
        letters: list[str] = []
        places: list[int] = []
        for place, character in enumerate(self._text):
            plain_form = _plain_character(character)
            if plain_form != " ":
                letters.append(plain_form)
                places.extend([place] * len(plain_form))
        return "".join(letters), places


def plain(text: str) -> str:
    """`text` without what copies differ in; runs of white space are one space."""
    return " ".join("".join(_plain_character(character) for character in text).split())


def _plain_character(character: str) -> str:
    if character.isspace():
        return " "
    if character.isascii() and character.isprintable():
        return _ALIKE.get(character, character.lower())
    if character in _ALIKE:
        return _ALIKE[character]
    if unicodedata.category(character) in _UNSEEN:
        return ""
    parts = unicodedata.normalize("NFKD", character).casefold()
    return "".join(_ALIKE.get(part, part) for part in parts if not part.isspace())


def _joined(text: str, at: int) -> bool:
    """Whether a word goes on across the place `at`. Scripts without spaces have no such words."""
    return 0 < at < len(text) and _is_spaced(text[at - 1]) and _is_spaced(text[at])


def _is_spaced(character: str) -> bool:
    return character.isalnum() and not "\u2e80" <= character <= "\ud7ff"
