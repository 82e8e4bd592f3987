"""Task `chat_reply`: the text of the next turn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation.llm.offline.chat.assistant import plainly
from generation.llm.offline.chat.character import NAME, Character, in_character
from generation.llm.offline.chat.heard import hear
from generation.llm.offline.chat.lines import Lines
from generation.llm.offline.reading.cleaning import clean_line
from generation.llm.offline.world.randomness import seeded

_USER = {"de": "Gast", "fr": "l'ami", "es": "forastero", "it": "straniero", "pt": "forasteiro", "nl": "vreemdeling"}


def chat_reply(inputs: Mapping[str, Any], seed: int | None) -> str:
    """Text for people, the same for the same inputs and seed.

    `inputs` has `message`, and where there are such: `card` (its fields by name), `lore` (texts), `user` (a name),
    `earlier` (the person's messages before) and `turn`, the number of replies before. Whatever is odd is left out.
    """
    message = _text(inputs, "message")
    heard = hear(message)
    card = inputs.get("card")
    fields = card if isinstance(card, Mapping) else {}
    rng = seeded("chat_reply", seed, message, fields.get("name"), fields.get("description"), inputs.get("turn"))
    user = clean_line(_text(inputs, "user"), NAME)
    slots = {"user": user or _USER.get(heard.language, "friend"), "topic": heard.topic, "earlier": _earlier(inputs)}
    lines = Lines(heard.language, rng, slots)
    if not fields:
        return plainly(message, heard, lines)
    lore = inputs.get("lore")
    character = Character.of(fields, lore if isinstance(lore, (list, tuple)) else ())
    return in_character(character, heard, lines, rng)


def _earlier(inputs: Mapping[str, Any]) -> str:
    """What was spoken of before, if something was."""
    earlier = inputs.get("earlier")
    found = [text for text in earlier if isinstance(text, str)] if isinstance(earlier, (list, tuple)) else []
    return hear(found[-1]).topic if found else ""


def _text(inputs: Mapping[str, Any], name: str) -> str:
    value = inputs.get(name)
    return value if isinstance(value, str) else ""
