"""Lore: planned as a whole, written in batches, and matched to its plan."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from generation.cards.drafts import LoreEntry, LorePlanEntry
from generation.errors import TooFewEntries
from generation.llm.errors import Truncated

BATCH = 6
PORTION = 30  # planned in one answer: more would not fit in many a model's
_SHORT_ANSWERS = 1

T = TypeVar("T")


async def gathered(
    what: str,
    wanted: int,
    ask_for: Callable[[int, Sequence[T]], Awaitable[Sequence[T]]],
    *,
    portion: int = PORTION,
    least: int = 1,
) -> list[T]:
    """`wanted` pieces from `ask_for(how many, those there are)`, at most `portion` at a time.

    One answer may fall short of what was asked for; TooFewEntries when a second one does. Where so many do not fit in
    one reply, half as many are asked for from then on; Truncated for `least` or fewer.
    """
    found: list[T] = []
    short = 0
    while len(found) < wanted and short <= _SHORT_ANSWERS:
        count = min(portion, wanted - len(found))
        try:
            answer = list(await ask_for(count, found))[:count]
        except Truncated:
            if count <= least:
                raise
            portion = count // 2
            continue
        short += len(answer) < count
        found += answer
    if len(found) < wanted:
        raise TooFewEntries(what, wanted, len(found))
    return found


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


def halves(batch: Sequence[LorePlanEntry]) -> list[tuple[int, Sequence[LorePlanEntry]]]:
    """The two halves of `batch`, each with where it starts; none of a single entry."""
    middle = len(batch) // 2
    return [(0, batch[:middle]), (middle, batch[middle:])] if middle else []


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
