"""Which models write, and how long they may take."""

from __future__ import annotations

from pydantic import Field

from generation.cards.options.fields import ModelName, OptionGroup, option

_GROUP = "run"


class Models(OptionGroup):
    creative: ModelName | None = Field(default=None, title="Creative model", description="Writes the prose.")
    analysis: ModelName | None = Field(
        default=None, title="Analysis model", description="Plans and reviews; may be cheaper."
    )


class Limits(OptionGroup):
    timeout_s: int = Field(default=600, ge=30, le=3600, title="Time limit", description="Seconds one attempt may take.")
    review_passes: int = Field(default=1, ge=0, le=3, title="Review passes", description="Rounds of review and repair.")


class RunOptions(OptionGroup):
    models: Models = option(
        _GROUP, "Models", "Names the provider knows; empty for the site's own choice.", default=Models()
    )
    temperature: float = option(_GROUP, "Temperature", "Of the creative model.", default=0.8, ge=0, le=2)
    seed: int | None = option(
        _GROUP,
        "Seed",
        "The same options and seed give the same card where the model allows it; empty draws one.",
        default=None,
        ge=0,
        le=2**53 - 1,
    )
    limits: Limits = option(_GROUP, "Limits", "Of this run.", default=Limits())
