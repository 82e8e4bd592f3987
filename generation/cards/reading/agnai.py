"""Agnai's own JSON, which no standard describes: its fields by the standard's names."""

from __future__ import annotations

from typing import Any

from generation.cards.reading.notes import Notes

_NAMES = {
    "greeting": "first_mes",
    "sampleChat": "mes_example",
    "description": "creator_notes",
    "systemPrompt": "system_prompt",
    "postHistoryInstructions": "post_history_instructions",
    "alternateGreetings": "alternate_greetings",
    "characterBook": "character_book",
    "characterVersion": "character_version",
}


def is_agnai(raw: dict[str, Any]) -> bool:
    return raw.get("kind") == "character" and "persona" in raw and "spec" not in raw


def translated(raw: dict[str, Any], notes: Notes) -> dict[str, Any]:
    """The fields of a V1 card, and what else stands among them."""
    fields = {_NAMES.get(name, name): value for name, value in raw.items() if name not in {"kind", "persona"}}
    fields["description"] = _persona(raw["persona"])
    notes.warn("This is Agnai's own form of a card; its persona is the description now.")
    return fields


def _persona(persona: Any) -> str:
    """Attributes with their values, a line each; or the text that stands there alone."""
    attributes = persona.get("attributes") if isinstance(persona, dict) else None
    if not isinstance(attributes, dict):
        return persona if isinstance(persona, str) else ""
    lines = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in attributes.items()
    }
    if persona.get("kind") == "text":
        return "\n".join(lines.values())
    return "\n".join(f"{name}: {text}" for name, text in lines.items())
