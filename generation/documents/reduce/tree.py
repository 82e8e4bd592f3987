"""All levels of a reduce, one after the other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from generation.documents.reduce.planning import CAP, Batch, plan_reduce
from generation.documents.reduce.points import Point

Work = Callable[[Sequence[Batch]], Awaitable[Sequence[Sequence[Point]]]]


async def reduced(points: Sequence[Point], work: Work, *, cap: int = CAP) -> list[Point]:
    """The few points of the whole. `work` answers the batches of one level (see `grounded`), in their order.

    Nothing is asked where all points come from one part: they are few already. What a batch answers beyond its
    `most` is cut, so that each level is smaller than the one before.
    """
    if len({point["part"] for point in points}) <= 1:
        return list(points)
    level = 0
    while True:
        batches = plan_reduce(points, cap, level=level)
        asked = [batch for batch in batches if len(batch.points) > 1]
        answered = dict(zip((batch.index for batch in asked), await work(asked), strict=True))
        points = [point for batch in batches for point in answered.get(batch.index, batch.points)[: batch.most]]
        if len(batches) == 1:
            return points
        level += 1
