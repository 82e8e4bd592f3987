"""A provider that answers for parts of documents after so many seconds, at no cost: what is left is ours."""

from __future__ import annotations

import asyncio
import json
import os
from typing import Any

NAME = "bench-reader"
SECONDS = "BENCH_READER_SECONDS"


class Reader:
    """One point a part, with its first words as the quote; the first points of many."""

    name = NAME
    account = ""
    simulated = True

    def default_model(self, role: str) -> str:
        return "bench"

    async def complete(self, request: Any, on_text: Any = None) -> Any:
        from generation.llm.provider import ModelReply, Usage

        await asyncio.sleep(float(os.environ.get(SECONDS, "0.05")))
        if request.task == "reduce_points":
            points = list(request.inputs["points"])[: request.inputs["most"]]
        else:
            text = str(request.inputs["text"]).strip()
            points = [{"text": "A point of this part.", "quote": text[:60]}] if text else []
        return ModelReply(text=json.dumps({"points": points}), model=request.model, usage=Usage(1000, 100))


def register() -> None:
    from generation.llm.registry import PROVIDERS

    PROVIDERS[NAME] = lambda options: Reader()  # type: ignore[index] # a dict, told as a mapping
