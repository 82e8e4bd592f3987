"""Art prompt, tags and who made the card."""

from __future__ import annotations

from typing import Annotated, Literal

from generation.cards.options.fields import Line, OptionGroup, Unset, option

_GROUP = "art"


class ArtOptions(OptionGroup):
    art_prompt: Literal["none", "tags", "sentence"] = option(
        _GROUP,
        "Art prompt",
        "A prompt for an image model, kept in the card's extensions.",
        default="sentence",
    )
    art_style: Annotated[Line | None, Unset] = option(
        _GROUP,
        "Art style",
        "Such as ink drawing or oil painting.",
        default=None,
        min_length=1,
        max_length=120,
    )
    tag_count: int = option(_GROUP, "Tags", "How many tags the card has at most.", default=8, ge=0, le=30)
    creator: Line = option(_GROUP, "Creator", "Who made the card; never sent to a model.", default="", max_length=80)
    character_version: Line = option(_GROUP, "Card version", "Your own version number.", default="1.0", max_length=20)
