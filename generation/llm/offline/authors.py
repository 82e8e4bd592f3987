"""The writers of a world's texts."""

from __future__ import annotations

from collections.abc import Callable

from generation.llm.offline.asked import Asked
from generation.llm.offline.fitting import fitting
from generation.llm.offline.furniture import furniture
from generation.llm.offline.styling import styled
from generation.llm.offline.world import World
from generation.llm.offline.world.randomness import seeded
from generation.llm.offline.writer import Writer


def author(
    world: World,
    asked: Asked,
    label: str,
    *,
    fit: Callable[[str], bool] | None = None,
    given_names: bool = False,
) -> Writer:
    """A writer of its own for the texts of `label`; by default of texts about the character."""
    return Writer(
        seeded(world.seed, label),
        furniture(world, given_names=given_names),
        asked.texts("avoid"),
        fit=fit or fitting(world),
        style=styled(asked.text("prose_style")),
    )
