"""Titles of places, groups, things, events, laws and customs: `the Spice Ledger`."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from generation.llm.offline.grammar import upper_first
from generation.llm.offline.world.randomness import deck


class Titles:
    """Hands out titles, none twice. First halves come from the concept's own words and from the domain's."""

    def __init__(self, keywords: Sequence[str], mods: Sequence[str], rng: random.Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()
        own = [_capitalised(word) for word in keywords]
        lowered = {word.lower() for word in own}
        common = [mod for mod in mods if mod.lower() not in lowered]
        self._own = deck(own, rng)
        self._common = deck(common, rng)
        self._count = 0

    def of(self, heads: Sequence[str]) -> Iterator[str]:
        """Titles that end in one of `heads`, without end."""
        for head in deck(heads, self._rng):
            yield self._fresh(head)

    def _fresh(self, head: str) -> str:
        if " " in head and self._take(head):
            return f"the {head}"
        for _ in range(200):
            half = self._next_half()
            if half.lower().rstrip("s") not in head.lower() and self._take(f"{half} {head}"):
                return f"the {half} {head}"
        return self._numbered(head)

    def _next_half(self) -> str:
        self._count += 1
        own = self._count % 3 == 1
        return next(self._own if own else self._common, None) or next(self._common)

    def _take(self, title: str) -> bool:
        if title.lower() in self._taken:
            return False
        self._taken.add(title.lower())
        return True

    def _numbered(self, head: str) -> str:
        number = 2
        while not self._take(f"{head} {number}"):
            number += 1
        return f"the {head} {number}"


def _capitalised(word: str) -> str:
    return "-".join(upper_first(part) for part in word.split("-"))
