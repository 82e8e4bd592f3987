"""A provider that answers every card task with plain, valid text, or with what a test tells it to."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Literal

import pytest
from django.conf import settings
from django.test import override_settings

from generation.llm import registry
from generation.llm.provider import ModelReply, ModelRequest, OnText, Usage

_numbers = itertools.count(1)

Answer = Callable[[Mapping[str, Any]], Any]


class PlainAuthor:
    """`asked` holds every request. `answers` replaces what a task is answered with; it may raise.

    Each call takes the tokens of `usage` and costs `cost_usd`, which somebody pays unless it is `simulated`.
    """

    def __init__(self, **answers: Answer) -> None:
        # A name of its own: the registry makes each provider once.
        self.name = f"plain-{next(_numbers)}"
        self.account = ""
        self.answers = {**ANSWERS, **answers}
        self.asked: list[ModelRequest] = []
        self.simulated = True
        self.cost_usd: Decimal | None = None
        self.usage = Usage(10, 20)
        self.under_way = 0
        self.most_at_once = 0

    def default_model(self, role: Literal["creative", "analysis"]) -> str:
        return f"plain-{role}"

    def writes(self, language: str) -> bool:
        return True

    async def complete(self, request: ModelRequest, on_text: OnText | None = None) -> ModelReply:
        self.asked.append(request)
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        try:
            await asyncio.sleep(0)
            text = json.dumps(self.answers[request.task](request.inputs))
            if on_text is not None:
                await on_text(text)
        finally:
            self.under_way -= 1
        return ModelReply(text=text, model=request.model, usage=self.usage, cost_usd=self.cost_usd)

    def tasks(self) -> list[str]:
        return [request.task for request in self.asked]


def planned(count: int, start: int = 1) -> list[dict[str, Any]]:
    """`count` entries of a lore plan, numbered from `start`."""
    kinds = ("person", "place", "faction", "item", "event", "rule", "culture")
    return [
        {
            "title": f"Subject {number}",
            "category": kinds[number % len(kinds)],
            "keys": [f"key {number}", f"sign {number}", f"word {number}", f"name {number}"],
            "brief": f"What subject {number} is.",
        }
        for number in range(start, start + count)
    ]


def _analyse(inputs: Mapping[str, Any]) -> Any:
    return {
        "name": inputs["options"]["name"] or "Ada Flint",
        "role": "miner",
        "setting": "a mountain",
        "genre": "fantasy",
        "themes": ["work", "stone"],
        "traits": ["patient", "dry"],
        "keywords": ["mountain", "miner"],
    }


def _outline(inputs: Mapping[str, Any]) -> Any:
    names = ("summary", "appearance", "history", "want", "fear", "secret", "voice", "place", "bond_with_user")
    return {"name": inputs["analysis"]["name"], **{name: f"The {name} of a miner." for name in names}}


def _profile(inputs: Mapping[str, Any]) -> Any:
    return {
        "description": "{{char}} digs. " * 20,
        "personality": "Patient and dry.",
        "scenario": "A meeting at the mouth of a mine.",
        "creator_notes": "For people who like stone.",
        "tags": ["Miner", "mountain", "miner"],
        "art_prompt": "a miner with a lamp",
    }


def _greeting(inputs: Mapping[str, Any]) -> Any:
    kind = "Group greeting" if inputs["group"] else "Greeting"
    return {"text": f"*{{{{char}}}} looks up.* {kind} {inputs['index']}."}


def _examples(inputs: Mapping[str, Any]) -> Any:
    turns = [{"user": f"Question {n}?", "char": f"Answer {n}."} for n in range(inputs["options"]["example_turns"])]
    return {"dialogues": [{"turns": turns}] * inputs["count"]}


def _lore_plan(inputs: Mapping[str, Any]) -> Any:
    return {"entries": planned(inputs["count"], start=1 + len(inputs["taken"]))}


def _lore_batch(inputs: Mapping[str, Any]) -> Any:
    entries = inputs["batch"]
    return {"entries": [{**entry, "content": f"All about {entry['title']}."} for entry in entries]}


ANSWERS: dict[str, Answer] = {
    "analyse": _analyse,
    "outline": _outline,
    "profile": _profile,
    "greeting": _greeting,
    "examples": _examples,
    "lore_plan": _lore_plan,
    "lore_batch": _lore_batch,
    "review": lambda inputs: {"findings": []},
    "repair": lambda inputs: {"text": "Mended."},
}


@contextmanager
def plain_author(**answers: Answer) -> Iterator[PlainAuthor]:
    """Make a plain author the site's provider."""
    author = PlainAuthor(**answers)
    with pytest.MonkeyPatch.context() as patch, override_settings(LLM={**settings.LLM, "provider": author.name}):
        patch.setitem(registry.PROVIDERS, author.name, lambda options: author)
        yield author
