"""A provider that talks: it says its pieces one by one, and lets a test in between them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import pytest
from django.conf import settings
from django.test import override_settings

from generation.llm import registry
from generation.llm.provider import ModelReply, ModelRequest, OnText, Usage

Between = Callable[[int], Awaitable[None]]


class Talker:
    """Answers every message with `pieces`; `asked` holds every request. `between(n)` is awaited before piece n.

    `faults` are raised, one a call, before anything is said.
    """

    simulated = True

    def __init__(self, pieces: Sequence[str], between: Between | None = None) -> None:
        self.name = f"talker-{id(self)}"
        self.account = ""
        self.pieces = pieces
        self.between = between
        self.faults: list[Exception] = []
        self.asked: list[ModelRequest] = []

    def default_model(self, role: Literal["creative", "analysis"]) -> str:
        return f"talker-{role}"

    def writes(self, language: str) -> bool:
        return True

    async def complete(self, request: ModelRequest, on_text: OnText | None = None) -> ModelReply:
        self.asked.append(request)
        if self.faults:
            raise self.faults.pop(0)
        for number, piece in enumerate(self.pieces):
            if self.between is not None:
                await self.between(number)
            if on_text is not None:
                await on_text(piece)
        return ModelReply(text="".join(self.pieces), model=request.model, usage=Usage(10, 20))

    @property
    def heard(self) -> list[list[tuple[str, str]]]:
        """What it was told in each call, without instructions."""
        return [
            [(message.role, message.content) for message in request.messages if message.role != "system"]
            for request in self.asked
        ]


@contextmanager
def talking(*pieces: str, **given: Any) -> Iterator[Talker]:
    """Make a talker the site's provider."""
    talker = Talker(pieces or ("Well met.",), **given)
    with pytest.MonkeyPatch.context() as patch, override_settings(LLM={**settings.LLM, "provider": talker.name}):
        patch.setitem(registry.PROVIDERS, talker.name, lambda options: talker)
        yield talker
