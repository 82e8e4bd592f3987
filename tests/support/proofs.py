"""Proofs that an option does what it says: cards of the offline provider, with what was asked of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from generation.cards import v2, v3
from generation.cards.card import Book, BookEntry, CardData
from generation.cards.options import CardOptions
from generation.cards.validate import validate
from generation.llm.offline import OfflineProvider
from generation.llm.provider import ModelReply, ModelRequest, OnText
from tests.support.cards import write
from tests.support.contexts import MemoryRecorder

GALAHAD = "Sir Galahad, a medieval knight in an enchanted forest"
SHORT: dict[str, Any] = {"concept": GALAHAD, "seed": 3, "lore_entries": 3, "alternate_greetings": 1}

F = TypeVar("F", bound=Callable[..., Any])


def proves(*options: str) -> Callable[[F], F]:
    """Marks a test as the proof of these options, by path."""

    def mark(test: F) -> F:
        test.proves = options  # type: ignore[attr-defined]
        return test

    return mark


class Witness(OfflineProvider):
    """The offline provider, which notes what it was asked."""

    def __init__(self) -> None:
        super().__init__(latency_seconds=0)
        self.asked: list[ModelRequest] = []

    async def complete(self, request: ModelRequest, on_text: OnText | None = None) -> ModelReply:
        self.asked.append(request)
        return await super().complete(request, on_text)


@dataclass(frozen=True, slots=True)
class Made:
    """A card with how it came about."""

    options: CardOptions
    card: CardData
    asked: list[ModelRequest]
    recorder: MemoryRecorder

    @property
    def book(self) -> Book:
        assert self.card.character_book is not None
        return self.card.character_book

    @property
    def entries(self) -> list[BookEntry]:
        return self.book.entries

    @property
    def greetings(self) -> list[str]:
        return [self.card.first_mes, *self.card.alternate_greetings]

    @property
    def narration(self) -> str:
        """The greetings without what is said aloud in them."""
        return re.sub(r'"[^"]*"|“[^”]*”', "", "\n".join(self.greetings))

    @property
    def tasks(self) -> list[str]:
        return [request.task for request in self.asked]

    @property
    def own(self) -> dict[str, Any]:
        return dict(self.card.extensions["smart_task_queue"])

    def document(self, spec: str) -> dict[str, Any]:
        return v2.document(self.card) if spec == "v2" else v3.document(self.card)

    def whole(self) -> str:
        return self.card.model_dump_json()


def made(**given: Any) -> Made:
    """A short card with these options; one that was made before is the same."""
    return _made(json.dumps({**SHORT, **given}, sort_keys=True))


@cache
def _made(options: str) -> Made:
    chosen, witness, recorder = CardOptions.model_validate_json(options), Witness(), MemoryRecorder()
    card = write(chosen, witness, recorder)
    validate(card)
    return Made(chosen, card, witness.asked, recorder)
