"""A whole analysis in memory: parts of a fixed size, each read through `ask`, then put together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, cast

from pydantic import BaseModel

from generation.documents.parts import Part
from generation.documents.reduce.planning import CAP, Batch
from generation.documents.reduce.points import Point, grounded
from generation.documents.reduce.tree import reduced
from generation.documents.report import Maker, report
from generation.documents.requests import Requests
from generation.documents.templates import Asked
from generation.llm.asking import ask
from generation.llm.offline import OfflineProvider
from generation.llm.provider import ModelRequest, Provider
from tests.support.contexts import MemoryRecorder, make_context


class Analyst:
    """Reads parts and puts them together, one step of a job for each call."""

    def __init__(self, asked: Asked, provider: Provider, recorder: MemoryRecorder) -> None:
        self._asked = asked
        self._provider = provider
        self._ctx = make_context(recorder)
        self.maker = Maker(provider.name, provider.default_model("analysis"))
        self._requests = Requests(asked, self.maker.model)

    async def read(self, text: str, start: int) -> dict[str, Any]:
        """The result of one part."""
        return self._asked.located(await self._answer("read", self._requests.chunk(text)), text, start)

    async def conclude(self, parts: Sequence[Part], cap: int) -> dict[str, Any]:
        """What all parts say together."""
        value = self._asked.merged(parts)
        if name := self._asked.work.points:
            value[name] = await reduced(value[name], self._level, cap=cap)
        return value

    async def _level(self, batches: Sequence[Batch]) -> list[list[Point]]:
        answers = [await self._answer(batch.name, self._requests.reduce(batch)) for batch in batches]
        return [grounded(answer["points"], batch.points) for batch, answer in zip(batches, answers, strict=True)]

    async def _answer(self, name: str, request: ModelRequest) -> dict[str, Any]:
        async def work() -> object:
            return cast("BaseModel", await ask(self._ctx, self._provider, request)).model_dump(mode="json")

        return cast("dict[str, Any]", await self._ctx.step(name, self._requests.fingerprint(request), work))


def analyse(
    text: str,
    *,
    size: int = 4_000,
    provider: Provider | None = None,
    recorder: MemoryRecorder | None = None,
    failing: Sequence[int] = (),
    cap: int = CAP,
    **asked: Any,
) -> dict[str, Any]:
    """The report of `text` in parts of `size` characters; the parts numbered in `failing` are gaps."""
    wanted = Asked.model_validate(asked)
    analyst = Analyst(wanted, provider or OfflineProvider(), recorder or MemoryRecorder())

    async def work() -> dict[str, Any]:
        parts = []
        for index, start in enumerate(range(0, len(text), size)):
            end = min(start + size, len(text))
            if index in failing:
                parts.append(Part(index, start, end, error="It took too long.", error_class="timeout"))
            else:
                parts.append(Part(index, start, end, await analyst.read(text[start:end], start)))
        return report(wanted, parts, await analyst.conclude(parts, cap), analyst.maker)

    return asyncio.run(work())


def value_of(text: str, **asked: Any) -> dict[str, Any]:
    """What was found."""
    value: dict[str, Any] = analyse(text, **asked)["value"]
    return value


def made_by(provider: str = "offline", model: str = "offline-analysis-1") -> Maker:
    return Maker(provider, model)
