"""The whole lorebook of a world: planned, written and keyed in one go, so that no two entries say the same."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generation.llm.offline.asked import CATEGORIES
from generation.llm.offline.banks import Bank, bank
from generation.llm.offline.furniture import furniture, standing
from generation.llm.offline.grammar import Subject, upper_first
from generation.llm.offline.keys import Keyring
from generation.llm.offline.world import World
from generation.llm.offline.world.randomness import seeded
from generation.llm.offline.writer import Writer

BANKS: Mapping[str, Mapping[str, Bank]] = {category: bank(f"lore_{category}") for category in CATEGORIES}
_ORDER = ("person", "place", "faction", "person", "item", "event", "place", "culture", "rule")
_SENTENCE = 78  # characters of a sentence on average
_SHORT_FORMS: Mapping[int, tuple[str, ...]] = {
    1: ("open",),
    2: ("open", "tie"),
    3: ("open", "trouble", "tie"),
    4: ("open", "sense", "trouble", "tie"),
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
    """How many entries, of which categories, how long (tokens) and with how many keys."""

    count: int
    categories: tuple[str, ...]
    tokens: int
    keys: int
    avoid: tuple[str, ...]


def write_lorebook(world: World, shape: Shape) -> tuple[Entry, ...]:
    """Exactly `shape.count` entries with titles and keys of their own."""
    writer = Writer(seeded(world.seed, "lore"), furniture(world), shape.avoid)
    keyring = Keyring(world)
    planned = list(itertools.islice(_planned(world, shape), shape.count))
    keyring.reserve(title for title, _, _ in planned)
    scribe = _Scribe(world, shape, writer, keyring)
    return tuple(scribe.entry(title, category, number) for title, category, number in planned)


def _planned(world: World, shape: Shape) -> Iterator[tuple[str, str, int]]:
    """(title, category, its number within the category), without end."""
    allowed = [category for category in _ORDER if category in shape.categories] or list(_ORDER)
    numbers = dict.fromkeys(BANKS, 0)
    for category in itertools.cycle(allowed):
        number = numbers[category]
        numbers[category] += 1
        title = world.people[number].name if category == "person" else world.titles[category][number]
        yield title, category, number


@dataclass(frozen=True, slots=True)
class _Scribe:
    world: World
    shape: Shape
    writer: Writer
    keyring: Keyring

    def entry(self, title: str, category: str, number: int) -> Entry:
        world = self.world
        fixed = {**standing(world), "title": title}
        subject = full = Subject(world.called, world.pronoun)
        if category == "person":
            person = world.people[number]
            fixed["work"] = person.trade
            full, subject = Subject(person.name, person.pronoun), Subject(person.given, person.pronoun)
        self.writer.begin(fixed, exclude=[title])
        content = _content(self.writer, BANKS[category], self.shape.tokens, full, subject)
        keys = self.keyring.keys_for(title, category, self.writer.drawn, self.shape.keys)
        return Entry(
            title=upper_first(title),
            category=category,
            keys=keys,
            brief=_brief(world, title, category, self.writer),
            content=content or f"{upper_first(title)} belongs to {world.here}.",
        )


def _content(writer: Writer, banks: Mapping[str, Sequence[str]], tokens: int, full: Subject, subject: Subject) -> str:
    target = tokens * 4
    sentences: list[str] = []
    for section in _sections(round(target / _SENTENCE)):
        sentence = writer.write(banks[section], full if section == "open" else subject)
        if sentence and (not sentences or len(" ".join([*sentences, sentence])) <= target * 1.15):
            sentences.append(sentence)
    return _paragraphs(sentences)


def _sections(count: int) -> tuple[str, ...]:
    if count <= 1:
        return _SHORT_FORMS[1]
    if count in _SHORT_FORMS:
        return _SHORT_FORMS[count]
    middle = itertools.islice(itertools.cycle(("sense", "habit", "trouble")), count - 2)
    return ("open", *middle, "tie")


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
