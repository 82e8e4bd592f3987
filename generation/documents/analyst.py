"""An analysis at work for a job: a part read, the parts put together. Each call is a checkpointed step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from pydantic import BaseModel

from generation.documents.parts import Part
from generation.documents.reduce.planning import CAP, Batch
from generation.documents.reduce.points import Point, grounded
from generation.documents.reduce.tree import reduced
from generation.documents.report import Maker
from generation.documents.requests import Requests
from generation.documents.templates.asked import Asked
from generation.llm.asking import ask
from generation.llm.provider import ModelRequest, Provider
from generation.pipeline import Piece, Pipeline, Step
from jobs.handlers import JobContext

LEVEL_MESSAGE = "Putting the points together"


class Analyst:
    """Reads for one job; without a `model`, with the provider's for analysis. Raises what `ask` raises."""

    def __init__(
        self,
        ctx: JobContext,
        provider: Provider,
        asked: Asked,
        *,
        model: str = "",
        fallbacks: Sequence[str] = (),
        seed: int | None = None,
    ) -> None:
        self._ctx = ctx
        self._provider = provider
        self._asked = asked
        self._model = model or provider.default_model("analysis")
        self._requests = Requests(asked, self._model, fallbacks=fallbacks, seed=seed)

    @property
    def maker(self) -> Maker:
        """Who is asked."""
        return Maker(self._provider.name, self._model)

    async def read(self, text: str, start: int, *, before: str = "") -> dict[str, Any]:
        """The result of the part `text`, which begins at the document's character `start`; see `Part.result`."""
        request = self._requests.chunk(text, before=before)
        piece = self._piece("read", "Reading", request)
        answer = await self._ctx.step(piece.name, piece.inputs, piece.work, note=f"prompt {piece.prompt}")
        return self._asked.located(answer, text, start)

    async def conclude(self, parts: Sequence[Part], *, cap: int = CAP) -> dict[str, Any]:
        """What all parts say together; the points of a summary or an instruction are made few by the model."""
        value = self._asked.merged(parts)
        if name := self._asked.work.points:
            value[name] = await reduced(value[name], self._level, cap=cap)
        return value

    async def _level(self, batches: Sequence[Batch]) -> list[list[Point]]:
        """The answers to one level's batches, asked side by side."""
        pieces = [self._piece(batch.name, LEVEL_MESSAGE, self._requests.reduce(batch)) for batch in batches]
        outputs = await Pipeline(self._ctx, [Step("reduce", (), lambda _: pieces)]).run()
        return [
            grounded(answer["points"], batch.points) for batch, answer in zip(batches, outputs["reduce"], strict=True)
        ]

    def _piece(self, name: str, message: str, request: ModelRequest) -> Piece:
        """One call, its answer as JSON stored under everything it depends on."""

        async def work() -> Any:
            answer = cast("BaseModel", await ask(self._ctx, self._provider, request, field=name))
            return answer.model_dump(mode="json")

        inputs = self._requests.fingerprint(request)
        return Piece(name, message, inputs, work, prompt=self._requests.prompt_of(request))
