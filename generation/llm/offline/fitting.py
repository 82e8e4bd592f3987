"""Which templates suit a character: a lighthouse has no hands, and nobody says "I am a soul, not a saint"."""

from __future__ import annotations

import re
from collections.abc import Callable

from generation.llm.offline.wordlists import words
from generation.llm.offline.world import World

_PARTS = words(
    """
    hand hands sleeve pocket pockets finger fingers thumb teeth knuckles shoulders eyes mouth cheeks throat
    shoe shoes boots coat gloves wear wears chair seat bench bed drawer papers bag cup string
    walk walks run ran stand sit nod smile bow turn crouch look lean kneel touch lay slide knock carry carries
    fold tie pour leave errands dance exit study writing own buy mend mends
    cook eat eaten food bread supper meal meals task sleep sleeps yawn yawns animal birthdays
    """
)
_BODY = re.compile(rf"\b(?:sort of person|go home|dust it|{'|'.join(_PARTS)})\b|\{{(?:task|food)", re.IGNORECASE)
_NAMED = re.compile(r"\{name\}", re.IGNORECASE)


def fitting(world: World) -> Callable[[str], bool]:
    """For texts whose subject is the character."""
    return lambda template: _called(world, template) and not (world.is_thing and _BODY.search(template))


def fitting_pairs(world: World) -> Callable[[str], bool]:
    """For `question || narration || answer`; the narration of a thing is written elsewhere."""
    suits = fitting(world)

    def suitable(template: str) -> bool:
        asks, _, rest = template.partition("||")
        return suits(f"{asks} {rest.rpartition('||')[2]}")

    return suitable


def fitting_lore(world: World) -> Callable[[str], bool]:
    """For texts about others, in which the character may come up by name."""
    return lambda template: not (world.is_thing and _NAMED.search(template) and _BODY.search(template))


def _called(world: World, template: str) -> bool:
    return bool(world.head) or "{head}" not in template
