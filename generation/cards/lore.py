"""Lore: planned as a whole, written in batches, and matched to its plan."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from generation.cards.drafts import LoreEntry, LorePlanEntry
from generation.errors import TooFewEntries

BATCH = 6
_TRIES = 2

T = TypeVar("T")


async def gathered(what: str, wanted: int, ask_more: Callable[[Sequence[T]], Awaitable[Sequence[T]]]) -> list[T]:
    """`wanted` pieces from `ask_more(those there are)`, which is asked once more when the first answer falls short."""
    found: list[T] = []
    for _ in range(_TRIES):
        if len(found) >= wanted:
            break
        found += await ask_more(found)
    if len(found) < wanted:
        raise TooFewEntries(what, wanted, len(found))
    return found[:wanted]


def new_entries(
    planned: Sequence[LorePlanEntry], taken: Sequence[LorePlanEntry], categories: Sequence[str]
) -> list[LorePlanEntry]:
    """Those of `planned` whose titles are new, in one of `categories`."""
    titles = {entry.title.casefold() for entry in taken}
    fresh: list[LorePlanEntry] = []
    for entry in planned:
        if entry.title.casefold() in titles:
            continue
        titles.add(entry.title.casefold())
        wanted = categories[len(fresh) % len(categories)]
        fresh.append(entry if entry.category in categories else entry.model_copy(update={"category": wanted}))
    return fresh


def batches(plan: Sequence[LorePlanEntry]) -> list[Sequence[LorePlanEntry]]:
    return [plan[start : start + BATCH] for start in range(0, len(plan), BATCH)]


def matched(batch: Sequence[LorePlanEntry], written: Sequence[LoreEntry]) -> dict[str, LoreEntry]:
    """The written entry of each title in `batch`: by its title, else by its place where all were answered."""
    by_title = {entry.title.casefold(): entry for entry in written}
    found: dict[str, LoreEntry] = {}
    for number, planned in enumerate(batch):
        entry = by_title.get(planned.title.casefold())
        if entry is None and len(written) == len(batch):
            entry = written[number]
        if entry is not None:
            found[planned.title] = entry.model_copy(
                update={"title": planned.title, "category": planned.category, "keys": entry.keys or planned.keys}
            )
    return found
