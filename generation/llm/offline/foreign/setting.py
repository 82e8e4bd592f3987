"""The people, places and things that all texts of a card in another language name."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generation.llm.offline.asked import CATEGORIES
from generation.llm.offline.banks import Bank, bank
from generation.llm.offline.lexicon.names import REGIONS
from generation.llm.offline.world import KEPT, World
from generation.llm.offline.world.people import crowd
from generation.llm.offline.world.randomness import deck, seeded
from generation.llm.offline.world.world import MOST
from generation.llm.offline.writer import Writer

_REGIONS = {
    "fr": "france",
    "de": "germany",
    "es": "spanish",
    "it": "italy",
    "pt": "portuguese",
    "nl": "netherlands",
}
_CAST = 4


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """`titles` has a list for each category of lore, people's names among them."""

    world: World
    lines: Mapping[str, Bank]
    titles: Mapping[str, Sequence[str]]

    def writer(self, label: str, avoid: Sequence[str]) -> Writer:
        """A writer of its own for the texts of `label`."""
        slots = {category: titles[:_CAST] for category, titles in self.titles.items()}
        rng = seeded(self.world.seed, "foreign", label)
        writer = Writer(rng, {**slots, "trade": self.lines["trades"]}, avoid, english=False)
        writer.begin({"name": self.world.called})
        return writer


@lru_cache(maxsize=KEPT)
def setting_of(world: World, language: str) -> Setting:
    lines, rng = bank(f"lang_{language}"), seeded(world.seed, "foreign", language)
    region = next(region for region in REGIONS if region.name == _REGIONS[language])
    taken = {word.lower() for word in world.name.split()}
    titles = {"person": [one.name for one in itertools.islice(crowd(region, world.lexicon, rng, taken), MOST)]}
    for category in CATEGORIES:
        if category != "person":
            titles[category] = _titles(lines[f"heads.{category}"], region.families, rng)
    return Setting(world, lines, titles)


def _titles(heads: Bank, families: Sequence[str], rng: random.Random) -> list[str]:
    """`Café Moreau`: as many as heads and families give, then numbered."""
    pairs = [f"{head} {family}" for head in heads for family in families]
    found = rng.sample(pairs, len(pairs))
    more = deck(pairs, rng)
    return [*found, *(f"{next(more)} {number}" for number in itertools.islice(itertools.count(2), MOST - len(found)))]
