"""The house's own instructions for a chat turn: for a character, and for an assistant without one."""

from __future__ import annotations

from functools import cache

from generation.prompts.files import path_of

TASK = "chat_reply"
VERSION = "v1"
_CARD, _PLAIN = "## card\n", "\n## plain\n"


def house_prompt(*, in_character: bool) -> str:
    """A card may replace the one for characters; its macros are to be expanded like those of a card."""
    card, plain = _parts()
    return card if in_character else plain


@cache
def _parts() -> tuple[str, str]:
    text = path_of(TASK, VERSION).read_text(encoding="utf-8")
    card, found, plain = text.partition(_PLAIN)
    if not card.startswith(_CARD) or not found:
        raise ValueError(f"{path_of(TASK, VERSION).name} needs the parts '## card' and '## plain'.")
    return card.removeprefix(_CARD).strip(), plain.strip()
