"""Which words two texts share, found within a bound: comparing takes the square of what repeats in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate

# A word with the blanks behind it: blanks alone would match each other everywhere.
_WORDS = re.compile(r"\S+\s*|\s+")

Block = tuple[str, int, int, int, int]


class Patience:
    """How many pairs of like words may still be looked at, by all comparisons that share it."""

    def __init__(self, pairs: int = 2_000_000) -> None:
        self.pairs = pairs


class OutOfPatience(Exception):
    """Two texts are too long and too much alike in their words to be compared."""


def words_of(text: str) -> list[str]:
    return _WORDS.findall(text)


def matched(before: list[str], after: list[str], patience: Patience) -> Sequence[Block]:
    """The opcodes that lead from one to the other, as difflib tells them; OutOfPatience when that takes too long."""
    return _Matcher(before, after, patience).get_opcodes()


class _Matcher(SequenceMatcher[str]):
    def __init__(self, before: list[str], after: list[str], patience: Patience) -> None:
        super().__init__(None, before, after, autojunk=False)
        self._patience, self._length = patience, len(before)
        # How many pairs there are before each word.
        places = getattr(self, "b2j")  # noqa: B009 - typeshed does not know it
        self._pairs = [0, *accumulate(1 + len(places.get(word, ())) for word in before)]

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None):  # type: ignore[no-untyped-def]
        self._patience.pairs -= self._pairs[self._length if ahi is None else ahi] - self._pairs[alo]
        if self._patience.pairs < 0:
            raise OutOfPatience
        return super().find_longest_match(alo, ahi, blo, bhi)
