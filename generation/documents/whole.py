"""What all parts of a document say together: merged by code, its points made few by a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generation.documents.analysis import Analysis
from generation.documents.calls import requests_for_the_whole
from generation.documents.drafts import Summary
from generation.documents.parts import Parts
from generation.documents.reduce.planning import Batch
from generation.documents.reduce.points import Point, grounded
from generation.documents.reduce.tree import reduced
from generation.llm.asking import ask
from generation.llm.errors import ProviderError
from generation.llm.provider import Provider
from generation.pipeline import Piece, Pipeline, Step
from jobs.handlers import JobContext

CALLS_AT_ONCE = 8
MESSAGE = "Putting the parts together"
# The parts had the progress before it.
PERCENT = 99


async def whole_of(ctx: JobContext, provider: Provider, analysis: Analysis, parts: Parts) -> dict[str, Any]:
    """The merged result; each call is a step of the job, so that a retry pays only for batches that changed.

    Without `analysis.reduce` no model is asked, and all points of all parts stand in it.
    """
    merged = await ctx.read(analysis.merged, parts)
    name = analysis.work.points
    if not (name and analysis.reduce):
        return merged
    reducing = _Reducing(ctx, provider, analysis)
    return {**merged, name: await reduced(merged[name], reducing.level)}


class _Reducing:
    def __init__(self, ctx: JobContext, provider: Provider, analysis: Analysis) -> None:
        self._ctx = ctx
        self._provider = provider
        self._requests = requests_for_the_whole(analysis, provider)
        self._at_once = min(CALLS_AT_ONCE, analysis.concurrency)

    async def level(self, batches: Sequence[Batch]) -> Sequence[Sequence[Point]]:
        """What the model makes of each batch."""
        pieces = [self._piece(batch) for batch in batches]
        pipeline = Pipeline(
            self._ctx, [Step("reduce", (), lambda _: pieces)], at_once=self._at_once, first_percent=PERCENT
        )
        return (await pipeline.run())["reduce"]

    def _piece(self, batch: Batch) -> Piece:
        requests = self._requests
        request = requests.reduce(batch)

        async def work() -> list[Point]:
            try:
                answer = await ask(self._ctx, self._provider, request)
            except ProviderError as error:
                error.args = (f"The parts are done, but putting them together failed: {error}",)
                raise
            if not isinstance(answer, Summary):
                raise TypeError(f"{request.task} was answered with {type(answer).__name__}")
            return grounded([point.model_dump() for point in answer.points], batch.points)

        inputs = {**requests.fingerprint(request), "points": list(batch.points)}
        return Piece(batch.name, MESSAGE, inputs, work, requests.prompt_of(request))
