"""The lorebook of a world: one writer plans, writes and keys all entries, so that no two say the same."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generation.llm.offline.asked import CATEGORIES
from generation.llm.offline.banks import Bank, bank
from generation.llm.offline.fitting import fitting_lore
from generation.llm.offline.furniture import furniture, standing
from generation.llm.offline.grammar import Subject, upper_first
from generation.llm.offline.growing import Growing
from generation.llm.offline.keys import Keyring
from generation.llm.offline.styling import styled
from generation.llm.offline.world import KEPT, World
from generation.llm.offline.world.randomness import seeded
from generation.llm.offline.world.world import MOST
from generation.llm.offline.writer import Writer

BANKS: Mapping[str, Mapping[str, Bank]] = {category: bank(f"lore_{category}") for category in CATEGORIES}
_ORDER = ("person", "place", "faction", "person", "item", "event", "place", "culture", "rule")
_SENTENCE = 78  # characters of a sentence on average
_SHORT_FORMS: Mapping[int, tuple[str, ...]] = {
    1: ("open",),
    2: ("open", "tie"),
    3: ("open", "trouble", "tie"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
    category: str
    keys: tuple[str, ...]
    brief: str
    content: str


@dataclass(frozen=True, slots=True)
class Shape:
    """Of which categories the entries are, how long (tokens) and with how many keys."""

    categories: tuple[str, ...]
    tokens: int
    keys: int
    avoid: tuple[str, ...]
    prose_style: str


@lru_cache(maxsize=KEPT)
def lorebook(world: World, shape: Shape) -> Growing[Entry]:
    """The one of this world: all pieces of a card read the same."""
    return Growing(_Scribe(world, shape).entries())


class _Scribe:
    """Writes the entries, in their order, with titles and keys of their own."""

    def __init__(self, world: World, shape: Shape) -> None:
        self._world, self._shape = world, shape
        self._writer = Writer(
            seeded(world.seed, "lore"),
            furniture(world),
            shape.avoid,
            fit=fitting_lore(world),
            style=styled(shape.prose_style),
        )
        self._keyring = Keyring(world)

    def entries(self) -> Iterator[Entry]:
        reading = self._world.reading
        for index, (title, category, number) in enumerate(itertools.islice(_planned(self._world, self._shape), MOST)):
            # Every other entry takes up a word of the concept; each, where little else was understood of it.
            echoes = bool(reading.keywords) and (bool(reading.script) or index % 2 == 0)
            yield self._entry(title, category, number, echoes=echoes)

    def _entry(self, title: str, category: str, number: int, *, echoes: bool) -> Entry:
        world = self._world
        fixed = {**standing(world), "title": title}
        subject = full = Subject(world.called, world.pronoun)
        if category == "person":
            person = world.people[number]
            fixed["work"] = person.trade
            full, subject = Subject(person.name, person.pronoun), Subject(person.given, person.pronoun)
        self._writer.begin(fixed, exclude=[title])
        content = _content(self._writer, BANKS[category], self._shape.tokens, full, subject, echoes=echoes)
        return Entry(
            title=upper_first(title),
            category=category,
            keys=self._keyring.keys_for(title, category, self._writer.drawn, self._shape.keys),
            brief=_brief(world, title, category, self._writer),
            content=content or f"{upper_first(title)} belongs to {world.here}.",
        )


def _planned(world: World, shape: Shape) -> Iterator[tuple[str, str, int]]:
    """(title, category, its number within the category), without end."""
    allowed = [category for category in _ORDER if category in shape.categories] or list(_ORDER)
    numbers = dict.fromkeys(BANKS, 0)
    for category in itertools.cycle(allowed):
        number = numbers[category]
        numbers[category] += 1
        title = world.people[number].name if category == "person" else world.titles[category][number]
        yield title, category, number


def _content(
    writer: Writer,
    banks: Mapping[str, Sequence[str]],
    tokens: int,
    full: Subject,
    subject: Subject,
    *,
    echoes: bool,
) -> str:
    target = tokens * 4
    sentences: list[str] = []
    for section in _sections(round(target / _SENTENCE), echoes=echoes):
        sentence = writer.write(banks[section], full if section == "open" else subject)
        if sentence and (not sentences or len(" ".join([*sentences, sentence])) <= target * 1.15):
            sentences.append(sentence)
    return _paragraphs(sentences)


def _sections(count: int, *, echoes: bool) -> tuple[str, ...]:
    if count <= 3:
        return _SHORT_FORMS[max(1, count)]
    first = "echo" if echoes else "sense"
    middle = itertools.islice(itertools.cycle(("habit", "trouble", "sense")), count - 3)
    return ("open", first, *middle, "tie")


def _paragraphs(sentences: Sequence[str]) -> str:
    if len(sentences) <= 7:
        return " ".join(sentences)
    groups = [sentences[start : start + 5] for start in range(0, len(sentences), 5)]
    return "\n\n".join(" ".join(group) for group in groups)


def _brief(world: World, title: str, category: str, writer: Writer) -> str:
    """What the entry will say, in a line."""
    others = [word for slot, word in writer.drawn if slot in {"person", "place", "faction", "item", "event"}]
    linked = f", and what {others[0]} has to do with it" if others else ""
    if category == "person":
        return f"Who {title} is to {world.called} and to {world.here}{linked}."
    return f"What {title} means to {world.called} and to {world.here}{linked}."
