"""Cards in other languages: a smaller grammar of names and short sentences, the same in form for each language."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

from generation.llm.offline.asked import CATEGORIES, WRITTEN_LANGUAGES, Asked
from generation.llm.offline.avoiding import avoided, without_avoided
from generation.llm.offline.banks import Bank, bank
from generation.llm.offline.formatting import layout
from generation.llm.offline.grammar import Subject, upper_first
from generation.llm.offline.lexicon.names import REGIONS
from generation.llm.offline.reading.cleaning import clean_line
from generation.llm.offline.world import World
from generation.llm.offline.world.people import crowd
from generation.llm.offline.world.randomness import deck, seeded
from generation.llm.offline.writer import Writer

_REGIONS = {
    "fr": "france",
    "de": "germany",
    "es": "spanish",
    "it": "italy",
    "pt": "portuguese",
    "nl": "netherlands",
}
LANGUAGES = WRITTEN_LANGUAGES - {"en"}
_ELISION = re.compile(r"\bde (?=[AEIOUYÀÂÉÈÊÎÏÔÛ])")
_CAST = 4
_MOST = 100


class Foreigner:
    """Writes the tasks of one card in `language`, one of `LANGUAGES`."""

    def __init__(self, world: World, asked: Asked, language: str) -> None:
        self._world, self._asked = world, asked
        self._bank: Mapping[str, Bank] = bank(f"lang_{language}")
        rng = seeded(world.seed, "foreign", language)
        region = next(region for region in REGIONS if region.name == _REGIONS[language])
        taken = {word.lower() for word in world.name.split()}
        self._people = [person.name for person in itertools.islice(crowd(region, world.lexicon, rng, taken), _MOST)]
        self._titles = {
            category: _titles(self._bank[f"heads.{category}"], region.families, rng)
            for category in CATEGORIES
            if category != "person"
        }
        self._subject = Subject(world.called, "it")

    def outline(self) -> dict[str, Any]:
        writer = self._writer("outline")
        names = ("appearance", "history", "voice", "want", "fear", "secret", "place", "bond_with_user")
        told = [*writer.sentences(self._bank["description"], self._subject, len(names))]
        told += self._bank["brief"] * (len(names) - len(told))
        return {"name": self._world.name, "summary": self._brief(), **dict(zip(names, told, strict=True))}

    def profile(self) -> dict[str, Any]:
        writer = self._writer("profile")
        wanted = self._asked.texts("must_include")
        parts = [self._brief(), self._all(writer, "description"), "; ".join(wanted)]
        return {
            "description": "\n\n".join(part for part in parts if part),
            "personality": self._all(writer, "personality"),
            "scenario": self._all(writer, "scenario"),
            "creator_notes": self._all(writer, "notes"),
        }

    def greeting(self, index: int, *, group: bool) -> dict[str, Any]:
        writer, text = self._writer(f"greetings-{group}"), ""
        for _ in range(index + 1):
            told = [
                ("narration", writer.write(self._bank[part], self._subject, needed=True)) for part in ("scene", "act")
            ]
            said = [("speech", writer.write(self._bank[part], self._subject, needed=True)) for part in ("tell", "ask")]
            text = layout([told, said], self._asked.text("formatting", "asterisk_actions"))  # type: ignore[list-item]
        return {"text": text}

    def examples(self, count: int) -> dict[str, Any]:
        writer = self._writer("examples")
        turns = max(1, min(8, self._asked.number("example_turns", 2)))
        return {"dialogues": [{"turns": [self._turn(writer) for _ in range(turns)]} for _ in range(count)]}

    def plan(self, count: int, taken: Sequence[str]) -> dict[str, Any]:
        there = {title.casefold() for title in taken}
        book = [entry for entry in self._book(count + len(there)) if entry["title"].casefold() not in there]
        return {"entries": [{**entry, "content": None} for entry in book[:count]]}

    def lore(self, batch: Sequence[Mapping[str, Any]], plan: Sequence[str]) -> dict[str, Any]:
        book = {entry["title"].casefold(): entry for entry in self._book(max(len(plan), len(batch)))}
        found = [(planned, book.get(str(planned.get("title")).casefold())) for planned in batch]
        return {"entries": [entry or {**planned, "content": planned.get("brief") or "…"} for planned, entry in found]}

    def _book(self, count: int) -> list[dict[str, Any]]:
        wanted = self._asked.texts("lore_categories")
        allowed = [category for category in CATEGORIES if not wanted or category in wanted] or list(CATEGORIES)
        writer, numbers, book = self._writer("lore"), dict.fromkeys(CATEGORIES, 0), []
        for category in itertools.islice(itertools.cycle(allowed), min(count, _MOST)):
            titles = self._people if category == "person" else self._titles[category]
            title = titles[numbers[category]]
            numbers[category] += 1
            book.append(self._entry(writer, title, category))
        return book

    def _entry(self, writer: Writer, title: str, category: str) -> dict[str, Any]:
        writer.begin({"name": self._world.called, "title": title}, exclude=[title])
        lines = self._bank["person" if category == "person" else "thing"]
        sentences = max(1, min(5, self._asked.number("lore_entry_tokens", 120) // 20))
        told = list(writer.sentences(lines, self._subject, sentences)) or [
            writer.write(lines, self._subject, needed=True)
        ]
        keys = [title, title.split(maxsplit=1)[0]] if category == "person" else [title]
        limit = max(1, self._asked.number("lore_keys_per_entry", 3))
        brief = writer.write(self._bank["plan"], self._subject, needed=True)
        return {"title": title, "category": category, "keys": keys[:limit], "brief": brief, "content": " ".join(told)}

    def _turn(self, writer: Writer) -> dict[str, str]:
        text = writer.write(self._bank["pairs"], self._subject, needed=True)
        user, _, char = text.partition("||")
        spoken = layout([[("speech", char.strip())]], self._asked.text("formatting", "asterisk_actions"))
        return {"user": user.strip() or "…", "char": spoken or "…"}

    def _all(self, writer: Writer, section: str) -> str:
        lines = self._bank[section]
        return " ".join(writer.sentences(lines, self._subject, len(lines))) or writer.write(
            lines, self._subject, needed=True
        )

    def _brief(self) -> str:
        concept = clean_line(self._world.reading.text, 300).rstrip(".!? ") or self._world.role
        text = self._bank["brief"][0].replace("{concept}", f"{self._world.name}, {concept}"
            if self._world.name not in concept else concept)  # fmt: skip
        return without_avoided(upper_first(text), avoided(self._asked.texts("avoid")))

    def _writer(self, label: str) -> Writer:
        slots: dict[str, Sequence[str]] = {"person": self._people[:_CAST], "trade": self._bank["trades"]}
        slots |= {category: titles[:_CAST] for category, titles in self._titles.items()}
        writer = Writer(seeded(self._world.seed, "foreign", label), slots, self._asked.texts("avoid"), english=False)
        writer.begin({"name": self._world.called})
        return writer


def elided(text: str) -> str:
    """French as it is spoken: `de Antoine` is `d'Antoine`."""
    return _ELISION.sub("d'", text)


def _titles(heads: Bank, families: Sequence[str], rng: random.Random) -> list[str]:
    """`Café Moreau`: as many as heads and families give, then numbered."""
    pairs = [f"{head} {family}" for head in heads for family in families]
    found = rng.sample(pairs, len(pairs))
    more = deck(pairs, rng)
    return [*found, *(f"{next(more)} {number}" for number in itertools.islice(itertools.count(2), _MOST - len(found)))]
