"""The character's traits: those of the concept first, then the tone's, then some that suit anybody."""

from __future__ import annotations

from generation.llm.offline.asked import Asked
from generation.llm.offline.avoiding import avoided
from generation.llm.offline.banks.tones import TONES, Tone
from generation.llm.offline.banks.traits import COMMON
from generation.llm.offline.wordlists import words
from generation.llm.offline.world import World
from generation.llm.offline.world.randomness import seeded

_MOST = 5
# Of a body or a state: true, but not how somebody is.
_NOT_MANNERS = frozenset(
    words(
        """
        talking singing old young elderly ageing aging retired blind deaf mute immortal ancient
        wandering
        """
    )
)


def traits_of(world: World, asked: Asked) -> tuple[str, ...]:
    """Three to five adjectives."""
    unwanted = avoided(asked.texts("avoid"))
    own = [trait for trait in world.traits if trait not in _NOT_MANNERS]
    common = seeded(world.seed, "traits").sample(COMMON, len(COMMON))
    first = [*own[:3], *(tone.trait for tone in tones_of(asked))]
    wanted = dict.fromkeys([*first, *(trait for trait in common if not trait.startswith(tuple(first)))])
    return tuple(trait for trait in wanted if unwanted is None or not unwanted.search(trait))[
        : max(4, min(_MOST, len(own) + 2))
    ]


def tones_of(asked: Asked) -> list[Tone]:
    return [TONES[name] for name in asked.tones if name in TONES] or [TONES["neutral"]]
