"""Task `outline`: the character in brief."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generation.llm.offline.articles import polish
from generation.llm.offline.asked import Asked
from generation.llm.offline.authors import author
from generation.llm.offline.avoiding import avoided, without_avoided
from generation.llm.offline.banks import bank
from generation.llm.offline.banks.tones import STYLES
from generation.llm.offline.furniture import standing
from generation.llm.offline.grammar import Subject
from generation.llm.offline.reading.cleaning import clean_line
from generation.llm.offline.traits import tones_of
from generation.llm.offline.world import World

# Clauses that follow without a comma.
_JOINED = ("who ", "that ", "whose ", "with ", "trying ", "working ", "living ", "posing ")
_LONGEST_QUOTE = 300
_LENGTHS = {"lite": 2, "standard": 3, "rich": 5}


def write_outline(world: World, asked: Asked) -> dict[str, Any]:
    """An `Outline`."""
    writer = author(world, asked, "outline")
    relationship = clean_line(asked.text("relationship_to_user"), 300).rstrip(".")
    writer.begin({**standing(world), "relationship": relationship})
    subject, banks = Subject(world.called, world.pronoun), bank("outline")
    length = _LENGTHS.get(asked.text("detail"), 3)

    def some(bank: Sequence[str], count: int) -> str:
        return " ".join(writer.sentences(bank, subject, count)) or writer.write(bank, subject, needed=True)

    kind = "_thing" if world.is_thing else ""
    bond = banks["bond_given"] if relationship else banks["bond"]
    style = writer.write(STYLES.get(f"{asked.text('prose_style')}.manner", ()), subject)
    return {
        "name": world.name,
        "summary": f"{identity(world, asked)} {some(banks['summary'], 1)}",
        "appearance": some(banks[f"appearance{'_animal' if world.is_animal else kind}"], length),
        "history": some(banks[f"history{kind}"], length),
        "want": some(banks["want"], 1),
        "fear": some(banks["fear"], 1),
        "secret": some(banks["secret"], 1),
        "voice": " ".join(filter(None, (some(banks["voice"], 1), some(tones_of(asked)[0].manner, 1), style))),
        "place": some(banks[f"place{kind}"], 1),
        "bond_with_user": some(bond, 1),
    }


def identity(world: World, asked: Asked) -> str:
    """`Zara-9 is a smuggler android on a mining moon.` with what the concept adds, in its own words."""
    told = [_first_words(world, asked), *_unread(world), *world.reading.told[:4]]
    nickname = clean_line(asked.text("nickname"), 80)
    if nickname:
        told.append(f"Those who know the name well enough to shorten it say {nickname}")
    text = " ".join(polish(f"{sentence.rstrip('.!?')}.") for sentence in told)
    return without_avoided(text, avoided(asked.texts("avoid")))


def _first_words(world: World, asked: Asked) -> str:
    if world.reading.script:
        quoted = clean_line(world.reading.text, _LONGEST_QUOTE).rstrip(" .!?").replace('"', "'")
        return f"“{quoted}”: with these words begins the story of {world.name}, {world.setting}"
    age, clause = asked.number("age", 0), world.reading.clause
    parts = [f"{world.name} is {world.role_with_article}"]
    setting = "" if world.place.phrase in clause else world.setting
    told_first = world.reading.place is not None
    apart = ", " if setting and clause and not clause.startswith((",", *_JOINED)) else ""
    parts += (
        [setting, f"{apart}{clause}"] if told_first else [clause, f", {setting}" if clause and setting else setting]
    )
    parts.append(f", {age} years old" if age else "")
    return " ".join(part for part in parts if part)


def _unread(world: World) -> list[str]:
    """The concept's own words where nothing else was made of them."""
    if world.reading.script or not world.reading.quote:
        return []
    quoted = clean_line(world.reading.text, 160).replace('"', "'")
    return [f"It is said that it all began with a few words on a scrap of paper: “{quoted}”"]
