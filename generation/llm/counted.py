"""A provider that stops when a job's calls have taken as many tokens as they may."""

from __future__ import annotations

from typing import Literal

from generation.errors import TokenLimit
from generation.llm.pricing import estimate_input
from generation.llm.provider import ModelReply, ModelRequest, OnText, Provider


class CountedProvider:
    """`inner` until `limit` tokens, read and written, are used; `used` are those of the job's earlier calls.

    Calls under way count with what they read, so the limit is passed by no more than what these write.
    """

    def __init__(self, inner: Provider, limit: int, used: int = 0) -> None:
        self._inner = inner
        self._limit = limit
        self._used = used
        self.name = inner.name
        self.account = inner.account
        self.simulated = inner.simulated

    def default_model(self, role: Literal["creative", "analysis"]) -> str:
        return self._inner.default_model(role)

    def writes(self, language: str) -> bool:
        return self._inner.writes(language)

    async def complete(self, request: ModelRequest, on_text: OnText | None = None) -> ModelReply:
        """As the inner one does; TokenLimit where the call would begin past the limit."""
        asked = estimate_input(request)
        if self._used + asked > self._limit:
            raise TokenLimit(self._limit, self._used, asked)
        self._used += asked
        try:
            reply = await self._inner.complete(request, on_text)
        except BaseException:
            self._used -= asked
            raise
        self._used += reply.usage.input_tokens + reply.usage.output_tokens - asked
        return reply
