"""Which fields of the profile a card needs."""

from __future__ import annotations

from generation.cards.options import CardOptions


def profile_fields(options: CardOptions) -> tuple[str, ...]:
    """Those of the profile that this card needs; the others are not asked for, so that nobody pays for them."""
    wanted = {
        "description": True,
        "personality": options.personality_tokens > 0,
        "scenario": options.scenario_tokens > 0,
        "creator_notes": True,
        "tags": options.tag_count > 0,
    }
    fields = [name for name, is_asked in wanted.items() if is_asked and options.writes(name)]
    # A picture of somebody whose description stays is the picture there is.
    draws = options.art_prompt != "none" and options.writes("description")
    return (*fields, *(["art_prompt"] if draws else []))
