"""Names: the character's own, where the concept gives none, and those of everybody around."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.lexicon.names import COUNTRYSIDE, REGIONS, Region
from generation.llm.offline.world.randomness import deck


@dataclass(frozen=True, slots=True)
class Person:
    given: str
    family: str
    pronoun: str
    trade: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


def invent_name(region: Region, pronoun: str | None, rng: random.Random) -> tuple[str, str]:
    """(name, pronoun); things are called like old neighbours: `Old Maud`."""
    if pronoun == "it":
        return f"Old {rng.choice((*region.women, *region.men))}", "it"
    chosen = pronoun or rng.choice(("she", "he"))
    given = {"she": region.women, "he": region.men}.get(chosen, (*region.women, *region.men))
    return f"{rng.choice(given)} {rng.choice(region.families)}", chosen


def crowd(region: Region, lexicon: Lexicon, rng: random.Random, taken: set[str]) -> Iterator[Person]:
    """People without end as long as names last: no given name twice, none of `taken` (lower case)."""
    trades = deck(lexicon.trades, rng)
    families = deck(tuple(name for name in region.families if name.lower() not in taken), rng)
    seen = set(taken)
    for source in (region, COUNTRYSIDE, *REGIONS):
        named = [(given, "she") for given in source.women] + [(given, "he") for given in source.men]
        for given, pronoun in rng.sample(named, len(named)):
            family = next(families)
            if given.lower() not in seen and given != family:
                seen.add(given.lower())
                yield Person(given, family, pronoun, next(trades))
