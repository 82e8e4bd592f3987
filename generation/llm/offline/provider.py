"""The provider that needs nothing: deterministic, local, with a small realistic delay."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from generation.llm.offline.answers import answer
from generation.llm.offline.asked import WRITTEN_LANGUAGES
from generation.llm.provider import ModelReply, ModelRequest, OnText, Usage
from generation.llm.tokens import estimate_tokens

# Simulated dollars per token, of the order of a mid-sized hosted model. Nobody pays them.
INPUT_USD_PER_TOKEN = Decimal("0.0000005")
OUTPUT_USD_PER_TOKEN = Decimal("0.0000020")

CREATIVE_MODEL = "offline-creative-1"
ANALYSIS_MODEL = "offline-analysis-1"

_PIECES = 12


class OfflineProvider:
    """Writes cards from word banks and reads documents by rules; `latency_seconds` is the time one call takes about."""

    name = "offline"
    account = ""
    simulated = True

    def __init__(self, latency_seconds: float = 0.0) -> None:
        self._latency = max(0.0, latency_seconds)

    def default_model(self, role: Literal["creative", "analysis"]) -> str:
        return CREATIVE_MODEL if role == "creative" else ANALYSIS_MODEL

    def writes(self, language: str) -> bool:
        """In the languages that there are word banks for; others come out in English."""
        return language.split("-", maxsplit=1)[0].lower() in WRITTEN_LANGUAGES

    async def complete(self, request: ModelRequest, on_text: OnText | None = None) -> ModelReply:
        """The answer, streamed in pieces; takes no account of `max_tokens`. BadRequest for what only a model can do."""
        # In a thread: a hundred lore entries take a while, and the loop has other jobs.
        text = await asyncio.to_thread(answer, request.task, request.inputs, request.seed)
        pieces = list(_pieces(text))
        for piece in pieces:
            await asyncio.sleep(self._latency / len(pieces))
            if on_text is not None:
                await on_text(piece)
        usage = Usage(
            input_tokens=sum(estimate_tokens(message.content) for message in request.messages),
            output_tokens=estimate_tokens(text),
            details={"simulated": True},
        )
        return ModelReply(text=text, model=request.model, usage=usage, cost_usd=price(usage))


def price(usage: Usage) -> Decimal:
    """Simulated dollars."""
    return usage.input_tokens * INPUT_USD_PER_TOKEN + usage.output_tokens * OUTPUT_USD_PER_TOKEN


def _pieces(text: str) -> Iterator[str]:
    size = max(1, -(-len(text) // _PIECES))
    for start in range(0, len(text), size):
        yield text[start : start + size]
