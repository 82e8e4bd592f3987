"""A provider whose reply under way can be kept when it is stopped."""

from __future__ import annotations

from typing import Literal

from generation.llm.provider import ModelReply, ModelRequest, OnText, Provider


class OverheardProvider:
    """`inner`; `text` is what the call under way, or the last one, has said so far, `reply` the last whole one."""

    def __init__(self, inner: Provider) -> None:
        self._inner = inner
        self._pieces: list[str] = []
        self.reply: ModelReply | None = None
        self.name = inner.name
        self.account = inner.account
        self.simulated = inner.simulated

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def default_model(self, role: Literal["creative", "analysis"]) -> str:
        return self._inner.default_model(role)

    def writes(self, language: str) -> bool:
        return self._inner.writes(language)

    async def complete(self, request: ModelRequest, on_text: OnText | None = None) -> ModelReply:
        self._pieces.clear()

        async def overheard(piece: str) -> None:
            self._pieces.append(piece)
            if on_text is not None:
                await on_text(piece)

        self.reply = await self._inner.complete(request, overheard)
        return self.reply
