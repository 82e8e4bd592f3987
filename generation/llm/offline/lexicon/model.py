"""What a domain knows: the words from which worlds are furnished."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One domain's vocabulary. The grammatical shape of each list is fixed, so that any sentence may use it.

    cues: single lower-case words that point to this domain.
    settings: with their preposition ("in a walled town").
    roles, trades: singular, no article. mods: first halves of titles. spots, groups, items, events, laws,
    customs: last halves of titles. objects, creatures: singular, no article. goods, smells, foods: mass or
    plural, no article. sounds, dangers, weathers, times: with their article. sights: a clause in the present.
    acts: gerund phrases. tasks: verb phrases in the base form. quarrels: what follows "argue about".
    """

    name: str
    label: str
    cues: tuple[str, ...]
    settings: tuple[str, ...]
    roles: tuple[str, ...]
    mods: tuple[str, ...]
    spots: tuple[str, ...]
    groups: tuple[str, ...]
    items: tuple[str, ...]
    events: tuple[str, ...]
    laws: tuple[str, ...]
    customs: tuple[str, ...]
    trades: tuple[str, ...]
    objects: tuple[str, ...]
    goods: tuple[str, ...]
    smells: tuple[str, ...]
    sounds: tuple[str, ...]
    sights: tuple[str, ...]
    dangers: tuple[str, ...]
    foods: tuple[str, ...]
    acts: tuple[str, ...]
    tasks: tuple[str, ...]
    times: tuple[str, ...]
    quarrels: tuple[str, ...]
    weathers: tuple[str, ...]
    creatures: tuple[str, ...]
