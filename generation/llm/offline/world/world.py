"""A world: the character, the place and everything the texts name, the same in every task of one card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generation.llm.offline.articles import with_article
from generation.llm.offline.lexicon.beings import ANIMAL_WORDS, MASS, VAGUE
from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.reading import Reading
from generation.llm.offline.reading.places import Place
from generation.llm.offline.reading.roles import head_of
from generation.llm.offline.world.people import Person

# Those whom all texts of a card name; the lorebook begins with them.
CAST = {"place": 5, "faction": 3, "item": 3, "event": 3, "rule": 3, "culture": 3}
PEOPLE = 5
MOST = 100
_ANYBODYS = frozenset({"everyone's", "everybody's", "nobody's", "someone's", "somebody's"})
# Languages in which the noun stands before what is said of it.
_NOUN_FIRST = frozenset({"fr", "es", "it", "pt"})


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """`called` is the character's short name; `role` has no article. `titles` and `people` hold as many as a
    lorebook may need, the recurring cast first. The tasks of a card share one, compared by identity.
    """

    seed: str
    reading: Reading
    lexicon: Lexicon
    name: str
    called: str
    pronoun: str
    role: str
    place: Place
    traits: tuple[str, ...]
    people: tuple[Person, ...]
    titles: Mapping[str, tuple[str, ...]]

    @property
    def here(self) -> str:
        """The place as a singular noun phrase, short: `the forest`."""
        short = self.place.short
        plural = short.startswith("the ") and short.endswith("s") and not short.endswith("ss")
        return "the place" if plural else short

    @property
    def where(self) -> str:
        """`in the forest`."""
        return f"{self.place.preposition} {self.place.short}"

    @property
    def is_thing(self) -> bool:
        return self.pronoun == "it"

    @property
    def is_animal(self) -> bool:
        return self.head.lower() in ANIMAL_WORDS

    @property
    def role_with_article(self) -> str:
        """`a nurse`, `the last wolf`, `Death's accountant`, `one of two brothers`."""
        first, head = self.role.split()[0], self.role.partition(" of ")[0].split()[-1]
        if first in {"one", "half", "the"} or (first.endswith("'s") and (first[0].isupper() or first in _ANYBODYS)):
            return self.role
        article = self.reading.article if self.role == self.reading.role else ""
        if article == "the" or (not article and " of " in self.role and head not in VAGUE):
            return f"the {self.role}"
        return f"a little {self.role}" if not article and self.role in MASS else with_article(self.role)

    @property
    def head(self) -> str:
        """The noun of the role, singular: `keeper`; `` where it is too vague to call anybody by."""
        head = head_of(self.role)
        if self.role == self.reading.role:
            head = self.role if self.reading.script else head
            head = self.role.split()[0] if self.reading.language in _NOUN_FIRST else head
        return "" if head.lower() in VAGUE else head

    @property
    def setting(self) -> str:
        """`in an enchanted forest`, or nothing where the role names the place already."""
        return "" if self.place.phrase in self.role else self.place.where


def cast(world: World, category: str) -> Sequence[str]:
    """The recurring titles of a category."""
    return world.titles[category][: CAST[category]]
