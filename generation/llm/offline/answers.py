"""A request's task and inputs into the answer's text: JSON for tasks of cards and documents, plain words for others."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from generation.llm.offline.asked import Asked
from generation.llm.offline.chat import chat_reply
from generation.llm.offline.documents import answer_part, reduce_points
from generation.llm.offline.foreign import LANGUAGES, Foreigner, elided
from generation.llm.offline.tasks.analyse import analyse
from generation.llm.offline.tasks.examples import write_examples
from generation.llm.offline.tasks.greeting import write_greeting
from generation.llm.offline.tasks.lore import plan_lore, write_lore
from generation.llm.offline.tasks.outline import write_outline
from generation.llm.offline.tasks.profile import write_profile
from generation.llm.offline.tasks.review import repair, review
from generation.llm.offline.world import World, build_world

# Tasks whose answers are prose.
_TOLD = frozenset({"outline", "profile", "greeting", "examples", "lore_plan", "lore_batch"})
PLAIN_ANSWER = "The offline provider is ready: it needs no key, no network and no model."

_Inputs = Mapping[str, Any]
_FROM_WORLD: Mapping[str, Callable[[World, Asked, _Inputs], dict[str, Any]]] = {
    "analyse": lambda world, asked, inputs: analyse(world, asked),
    "outline": lambda world, asked, inputs: write_outline(world, asked),
    "profile": lambda world, asked, inputs: write_profile(world, asked, _mapping(inputs, "outline")),
    "greeting": lambda world, asked, inputs: write_greeting(
        world, asked, _number(inputs, "index", 0, 60), group=bool(inputs.get("group"))
    ),
    "examples": lambda world, asked, inputs: write_examples(world, asked, _number(inputs, "count", 3, 10)),
    "lore_plan": lambda world, asked, inputs: plan_lore(
        world, asked, _number(inputs, "count", 12, 100), _list(inputs, "taken")
    ),
    "lore_batch": lambda world, asked, inputs: write_lore(
        world, asked, [item for item in _list(inputs, "batch") if isinstance(item, Mapping)], _list(inputs, "plan")
    ),
}
_FROM_CARD: Mapping[str, Callable[[Asked, _Inputs], dict[str, Any]]] = {
    "review": lambda asked, inputs: review(asked, _mapping(inputs, "card")),
    "repair": lambda asked, inputs: repair(asked, _mapping(inputs, "card"), _mapping(inputs, "finding")),
}
_FROM_TEXT: Mapping[str, Callable[[_Inputs], dict[str, Any]]] = {
    "analyse_chunk": answer_part,
    "reduce_points": reduce_points,
}


def answer(task: str, inputs: Mapping[str, Any], seed: int | None) -> str:
    """The same text for the same task, inputs and seed, in every process."""
    if task == "chat_reply":
        return chat_reply(inputs, seed)
    if task in _FROM_TEXT:
        return _json(_FROM_TEXT[task](inputs))
    options = _mapping(inputs, "options")
    asked = Asked(options)
    if task in _FROM_CARD:
        return _json(_FROM_CARD[task](asked, inputs))
    if task in _FROM_WORLD:
        settled = _mapping(inputs, "outline").get("name") or _mapping(inputs, "analysis").get("name") or ""
        world = build_world(options, seed, str(settled))
        text = _json({**_FROM_WORLD[task](world, asked, inputs), **_foreign(task, world, asked, inputs)})
        return elided(text) if asked.language == "fr" and task in _TOLD else text
    return PLAIN_ANSWER


def _foreign(task: str, world: World, asked: Asked, inputs: _Inputs) -> dict[str, Any]:
    """The answer's fields in another language; nothing for English, and for languages that are not known."""
    if asked.language not in LANGUAGES:
        return {}
    author = Foreigner(world, asked, asked.language)
    match task:
        case "outline":
            return author.outline()
        case "profile":
            return author.profile()
        case "greeting":
            return author.greeting(_number(inputs, "index", 0, 60), group=bool(inputs.get("group")))
        case "examples":
            return author.examples(_number(inputs, "count", 3, 10))
        case _:
            return {}


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _mapping(inputs: _Inputs, name: str) -> Mapping[str, Any]:
    value = inputs.get(name)
    return value if isinstance(value, Mapping) else {}


def _list(inputs: _Inputs, name: str) -> Sequence[Any]:
    value = inputs.get(name)
    return value if isinstance(value, (list, tuple)) else ()


def _number(inputs: _Inputs, name: str, default: int, most: int) -> int:
    value = inputs.get(name)
    return max(0, min(most, value)) if isinstance(value, int) else default
