"""English nouns: one and many."""

from __future__ import annotations

from generation.llm.offline.wordlists import words

_IRREGULAR = dict(
    pair.split(":")
    for pair in words(
        """
        people:person men:man women:woman children:child mice:mouse geese:goose feet:foot teeth:tooth oxen:ox
        wolves:wolf elves:elf dwarves:dwarf thieves:thief knives:knife wives:wife midwives:midwife lives:life
        leaves:leaf loaves:loaf shelves:shelf scarves:scarf calves:calf halves:half shoes:shoe toes:toe canoes:canoe
        zombies:zombie cookies:cookie movies:movie pixies:pixie selkies:selkie genies:genie aunties:auntie
        brownies:brownie axes:axe oboes:oboe heroes:hero
        """
    )
)
# They look like many, and are one.
_ONE = frozenset(
    words(
        """
        lens gas atlas canvas news series species bias chaos cosmos christmas pancreas physics mathematics politics
        athletics economics gymnastics always specimen omen abdomen crossroads gallows headquarters thermos
        """
    )
)


def is_plural(noun: str) -> bool:
    """True for `foxes`, `fishermen`, `people`; False for `octopus`, `princess`, `lens`."""
    word = noun.lower()
    if word in _ONE:
        return False
    if word in _IRREGULAR or (word.endswith("men") and len(word) > 4):
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))


def singular(noun: str) -> str:
    """`foxes` -> `fox`, `fishermen` -> `fisherman`; a singular noun stays."""
    word = noun.lower()
    if not is_plural(noun):
        return noun
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men"):
        return f"{noun[:-2]}an"
    if word.endswith("ies") and len(word) > 4:
        return f"{noun[:-3]}y"
    return noun[:-2] if word.endswith(("xes", "ches", "shes", "sses", "zzes")) else noun[:-1]


def plural(noun: str) -> str:
    """`shepherd` -> `shepherds`, `ferryman` -> `ferrymen`, `midwife` -> `midwives`."""
    if noun.endswith("man"):
        return f"{noun[:-3]}men"
    if noun.endswith("wife"):
        return f"{noun[:-2]}ves"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "ch", "sh", "x")) else f"{noun}s"
