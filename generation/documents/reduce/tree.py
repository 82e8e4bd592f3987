"""All levels of a reduce, one after the other; the calls of a level side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from generation.documents.reduce.planning import CAP, Batch, plan_reduce
from generation.documents.reduce.points import Point

Work = Callable[[Batch], Awaitable[Sequence[Point]]]


async def reduced(points: Sequence[Point], work: Work, *, cap: int = CAP, at_once: int = 8) -> list[Point]:
    """The few points of the whole. `work` answers one batch (see `grounded`), best as a step of its job.

    Nothing is asked where all points come from one part: that is their summary. What a batch answers beyond its
    `most` is cut, so that each level is smaller than the one before. A failure is raised as an ExceptionGroup.
    """
    level = 0
    kept = list(points)
    while len({point["part"] for point in kept}) > 1 or level:
        batches = plan_reduce(kept, cap, level=level)
        kept = await _level(batches, work, at_once)
        if len(batches) <= 1:
            break
        level += 1
    return kept


async def _level(batches: Sequence[Batch], work: Work, at_once: int) -> list[Point]:
    places = asyncio.Semaphore(at_once)

    async def one(batch: Batch) -> Sequence[Point]:
        if len(batch.points) == 1:
            return batch.points
        async with places:
            return (await work(batch))[: batch.most]

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(batch)) for batch in batches]
    return [point for task in tasks for point in task.result()]
