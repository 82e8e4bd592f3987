"""A whole analysis in memory: parts of a fixed size, each read through `ask`, then put together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from generation.documents.analyst import Analyst
from generation.documents.parts import Part
from generation.documents.report import Maker, report
from generation.documents.templates import Asked
from generation.llm.offline import OfflineProvider
from generation.llm.provider import Provider
from tests.support.contexts import MemoryRecorder, make_context


def analyse(
    text: str,
    *,
    size: int = 4_000,
    provider: Provider | None = None,
    recorder: MemoryRecorder | None = None,
    failing: Sequence[int] = (),
    cap: int = 12_000,
    **asked: Any,
) -> dict[str, Any]:
    """The report of `text` in parts of `size` characters; the parts numbered in `failing` are gaps."""
    wanted = Asked.model_validate(asked)
    analyst = Analyst(make_context(recorder or MemoryRecorder()), provider or OfflineProvider(), wanted)

    async def work() -> dict[str, Any]:
        parts = []
        for index, start in enumerate(range(0, len(text), size)):
            end = min(start + size, len(text))
            if index in failing:
                parts.append(Part(index, start, end, error="It took too long.", error_class="timeout"))
            else:
                parts.append(Part(index, start, end, await analyst.read(text[start:end], start)))
        return report(wanted, parts, await analyst.conclude(parts, cap=cap), analyst.maker)

    return asyncio.run(work())


def value_of(text: str, **asked: Any) -> dict[str, Any]:
    """What was found."""
    value: dict[str, Any] = analyse(text, **asked)["value"]
    return value


def made_by(provider: str = "offline", model: str = "offline-analysis-1") -> Maker:
    return Maker(provider, model)
