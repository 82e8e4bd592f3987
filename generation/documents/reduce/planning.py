"""How many points become few: in batches that a model can read, level by level, until one is left."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from generation.documents.reduce.points import Point

CAP = 12_000  # characters of points in one call
LEAST_CAP = 6_000  # two points fit in always, so that each level has fewer
MOST_KEPT = 12  # points of the whole


@dataclass(frozen=True, slots=True)
class Batch:
    """Points that one call reads; it answers with at most `most`. `level` 0 reads what the parts say."""

    level: int
    index: int
    points: Sequence[Point]
    most: int

    @property
    def name(self) -> str:
        """Its step's name."""
        return f"reduce-{self.level + 1}-{self.index + 1}"


def plan_reduce(points: Sequence[Point], cap: int = CAP, *, level: int = 0) -> list[Batch]:
    """The calls of one level, in the document's order: none where there is nothing, one where all fits into it.

    A batch is asked for at most half of what it has, unless it is the last: so levels end.
    """
    batches = _batches(points, max(cap, LEAST_CAP))
    if len(batches) == 1:
        return [Batch(level, 0, batches[0], MOST_KEPT)]
    return [Batch(level, index, batch, min(MOST_KEPT, max(1, len(batch) // 2))) for index, batch in enumerate(batches)]


def size_of(point: Point) -> int:
    """Characters it takes in a prompt."""
    return len(json.dumps({"text": point["text"], "quote": point["quote"]}, ensure_ascii=False))


def _batches(points: Sequence[Point], cap: int) -> list[list[Point]]:
    batches: list[list[Point]] = []
    room = 0
    for point in points:
        size = size_of(point)
        if size > room or not batches:
            batches.append([])
            room = cap
        batches[-1].append(point)
        room -= size
    return batches
