"""Fields of a card that its options alone decide: for those no model is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generation.cards.instructions import post_history, system_prompt
from generation.cards.options import CARD_FIELDS, CardOptions

# The option of which 0 leaves a field empty.
_COUNTS = {
    "personality": "personality_tokens",
    "scenario": "scenario_tokens",
    "mes_example": "example_dialogues",
    "alternate_greetings": "alternate_greetings",
    "group_only_greetings": "group_greetings",
    "character_book": "lore_entries",
    "tags": "tag_count",
}
# Where a phrase that must be in the card is put that no text has.
_TAKES_PHRASES = ("personality", "scenario")
_TAKEN_OVER = ("nickname", "creator", "character_version")
_INSTRUCTIONS = {
    "system_prompt": ("system_prompt_mode", system_prompt),
    "post_history_instructions": ("post_history_mode", post_history),
}


def nothing_to_write(options: CardOptions, base: Mapping[str, Any]) -> str:
    """Why a card like `base` would be just as it is, in words that name the options; empty where something is written.

    A field that `options` leave empty is not written: to empty it is an edit.
    """
    written = [name for name in CARD_FIELDS if options.writes(name)]
    settled = {name: why for name, why, value in _settled(options) if not value or value == (base.get(name) or "")}
    if not written or any(name not in settled for name in written):
        return ""
    return (
        f"Nothing would be written anew: {'; '.join(settled[name] for name in written)}. Change that, or name others."
    )


def _settled(options: CardOptions) -> Iterator[tuple[str, str, str]]:
    """Each field that no model writes, the option that decides it, and what it will be."""
    for name, option in _COUNTS.items():
        if not getattr(options, option) and not (options.must_include and name in _TAKES_PHRASES):
            yield name, f"nothing of {name} is written while {option} is 0", ""
    for name in _TAKEN_OVER:
        value = getattr(options, name) or ""
        yield name, f"{name} is what the option {name} says ({value or 'nothing'})", value
    for name, (option, text) in _INSTRUCTIONS.items():
        yield name, f"{name} follows from {option} ({getattr(options, option)})", text(options)
    if options.name:
        yield "name", f"name is what the option name says ({options.name})", options.name
