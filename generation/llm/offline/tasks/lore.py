"""Tasks `lore_plan` and `lore_batch`: both read the same book, written as a whole from the world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generation.llm.offline.asked import CATEGORIES, Asked
from generation.llm.offline.foreign import LANGUAGES, foreign_lorebook
from generation.llm.offline.growing import Growing
from generation.llm.offline.lorebook import Entry, Shape, lorebook
from generation.llm.offline.world import World


def plan_lore(world: World, asked: Asked, count: int, taken: Sequence[str]) -> dict[str, Any]:
    """A `LorePlan` of `count` entries besides those whose titles are `taken`."""
    there = {title.casefold() for title in taken}
    fresh = [entry for entry in _book(world, asked).first(count + len(there)) if entry.title.casefold() not in there]
    return {"entries": [_planned(entry) for entry in fresh[:count]]}


def write_lore(world: World, asked: Asked, batch: Sequence[Mapping[str, Any]], plan: Sequence[str]) -> dict[str, Any]:
    """A `LoreBatch`: the entries of `batch`. A title that the world does not know is written about by its words."""
    written = _book(world, asked).first(max(len(plan), len(batch)))
    book = {entry.title.casefold(): entry for entry in written}
    return {"entries": [_written(world, planned, book) for planned in batch]}


def _book(world: World, asked: Asked) -> Growing[Entry]:
    wanted = asked.texts("lore_categories")
    shape = Shape(
        categories=tuple(name for name in CATEGORIES if name in wanted) or CATEGORIES,
        tokens=max(20, asked.number("lore_entry_tokens", 120)),
        keys=max(1, min(10, asked.number("lore_keys_per_entry", 3))),
        avoid=asked.texts("avoid"),
        prose_style=asked.text("prose_style"),
    )
    if asked.language in LANGUAGES:
        return foreign_lorebook(world, asked.language, shape)
    return lorebook(world, shape)


def _planned(entry: Entry) -> dict[str, Any]:
    return {"title": entry.title, "category": entry.category, "keys": list(entry.keys), "brief": entry.brief}


def _written(world: World, planned: Mapping[str, Any], book: Mapping[str, Entry]) -> dict[str, Any]:
    title = str(planned.get("title") or world.here)
    entry = book.get(title.casefold())
    keys = [str(key) for key in planned.get("keys") or ()] or (list(entry.keys) if entry else [title])
    category = planned.get("category")
    return {
        "title": title,
        "category": category if category in CATEGORIES else "place",
        "keys": keys[:10],
        "content": entry.content if entry else _unknown(world, title, planned),
    }


def _unknown(world: World, title: str, planned: Mapping[str, Any]) -> str:
    brief = str(planned.get("brief") or "").strip()
    return brief or f"{title} is talked about {world.where}, and {world.called} knows why."
