"""Prompts of cards, made of their files: rules in words, everything a person or a model wrote as delimited data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generation.cards.description import ASKED
from generation.cards.options import CardOptions
from generation.llm.provider import Message
from generation.prompts.files import parts
from generation.prompts.guide import house_rules, narration_rules

# What a person typed, and plain facts: data, not rules.
_BRIEF = (
    "concept",
    "name",
    "nickname",
    "pronouns",
    "age",
    "role",
    "setting",
    "relationship_to_user",
    "genre",
    "speech_quirks",
    "must_include",
    "avoid",
    "art_style",
)

_ART_FORM = {"none": "a few words", "tags": "tags with commas between", "sentence": "one full sentence"}


def messages(task: str, version: str, options: CardOptions, inputs: Mapping[str, Any]) -> tuple[Message, Message]:
    """The system and the user message of one call."""
    system, user = parts(task, version)
    values = _values(options, inputs)
    return Message("system", system.substitute(values)), Message("user", user.substitute(values))


def _values(options: CardOptions, inputs: Mapping[str, Any]) -> dict[str, Any]:
    chosen = options.model_dump(mode="json")
    brief = {name: chosen[name] for name in _BRIEF if chosen[name] not in (None, [])}
    return {
        **{name: value for name, value in chosen.items() if isinstance(value, (int, str, float))},
        "house": house_rules(options),
        "narration": narration_rules(options),
        "art_form": _ART_FORM[options.art_prompt],
        "description_form": ASKED[options.description_format],
        "categories": ", ".join(options.lore_categories),
        "count": inputs.get("count", 0),
        "number": inputs.get("index", 0) + 1,
        "place": _place(options, inputs),
        "data": _as_data({"brief": brief, **inputs}),
    }


def _as_data(value: Mapping[str, Any]) -> str:
    """JSON in which no text can close the element it stands in."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c").replace(">", "\\u003e")


def _place(options: CardOptions, inputs: Mapping[str, Any]) -> str:
    """What is particular about this greeting."""
    if inputs.get("group"):
        return "It opens a group chat: {{char}} joins several people, of whom {{user}} is one."
    if not inputs.get("index"):
        return "It is the first message of the card: {{char}} meets {{user}} in the scenario."
    variety = {
        "same_scene": "It replaces the first message: the same scene, told another way.",
        "varied_scene": "It replaces the first message: another place and another time.",
        "varied_mood": "It replaces the first message: the same circumstances, another mood of {{char}}.",
    }
    return variety[options.greeting_variety]
