"""Task `analyse`: what the concept says."""

from __future__ import annotations

from typing import Any

from generation.llm.offline.asked import Asked
from generation.llm.offline.traits import traits_of
from generation.llm.offline.world import World
from generation.llm.offline.world.randomness import seeded

_THEMES = (
    "trust", "old debts", "found family", "secrets", "belonging", "second chances", "duty", "grief", "forgiveness",
    "memory", "loyalty", "home", "courage", "promises",
)  # fmt: skip


def analyse(world: World, asked: Asked) -> dict[str, Any]:
    """An `Analysis`."""
    return {
        "name": world.name,
        "role": world.role_with_article,
        "setting": world.place.phrase,
        "genre": next(iter(asked.texts("genre")), world.lexicon.label),
        "themes": seeded(world.seed, "themes").sample(_THEMES, 3),
        "traits": list(traits_of(world, asked)),
        "keywords": list(world.reading.keywords) or [mod.lower() for mod in world.lexicon.mods[:4]],
    }
