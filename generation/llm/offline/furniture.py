"""Which words may fill which slot, for one world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generation.llm.offline.nouns import plural
from generation.llm.offline.wordlists import words
from generation.llm.offline.world import World
from generation.llm.offline.world.world import PEOPLE, cast

NUMBERS = tuple(words("three four five six seven nine eleven twelve fourteen nineteen twenty-two thirty"))
YEARS = tuple(
    f"{number} years"
    for number in ("four", "six", "seven", "nine", "eleven", "thirteen", "fifteen", "twenty", "thirty")
)
AGES = tuple(
    words(
        """
    twenty-six thirty-one thirty-eight forty-four fifty fifty-seven sixty-three seventy-one eighty
    """
    )
)
COLOURS = tuple(words("grey blue ochre green red black white yellow brown violet copper silver"))
EYES = ("grey", "brown", "green", "hazel", "nearly black", "pale blue", "amber")
_ADJECTIVES = ("eval", "ous", "ful", "less", "ish", "enth", "urth", "ifth", "ixth", "ighth", "inth")
SIDES = ("north", "south", "east", "west")


def furniture(world: World, *, given_names: bool = False) -> dict[str, Sequence[str]]:
    """Every slot that templates use, apart from those fixed for one text."""
    lexicon = world.lexicon
    people = world.people[:PEOPLE]
    trades = [trade for trade in lexicon.trades if not world.head or world.head not in trade]
    return {
        "person": [person.given if given_names else person.name for person in people],
        "place": cast(world, "place"),
        "faction": cast(world, "faction"),
        "item": cast(world, "item"),
        "event": cast(world, "event"),
        "law": cast(world, "rule"),
        "custom": cast(world, "culture"),
        "trade": trades,
        "trades": [plural(trade) for trade in trades],
        "object": lexicon.objects,
        "goods": lexicon.goods,
        "smell": lexicon.smells,
        "sound": lexicon.sounds,
        "sight": lexicon.sights,
        "danger": lexicon.dangers,
        "food": lexicon.foods,
        "act": lexicon.acts,
        "task": lexicon.tasks,
        "time": lexicon.times,
        "quarrel": lexicon.quarrels,
        "weather": lexicon.weathers,
        "creature": lexicon.creatures,
        "keyword": _nouns(world.reading.keywords) or (world.called,),
        "number": NUMBERS,
        "years": YEARS,
        "age": AGES,
        "colour": COLOURS,
        "side": SIDES,
        "eyes": EYES,
    }


def _nouns(keywords: Sequence[str]) -> Sequence[str]:
    """Those that can be toasted; nobody drinks to “medieval”."""
    return [word for word in keywords if not word.endswith(_ADJECTIVES)] or keywords


def standing(world: World) -> Mapping[str, str]:
    """The slots that never change in a world."""
    return {
        "name": world.called,
        "here": world.here,
        "where": world.where,
        "role": world.role,
        "head": world.head,
        "quote": world.reading.quote,
    }
