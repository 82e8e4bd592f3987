"""What a card starts from, which models write, and how long they may take."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from generation.cards.options.fields import Id, ModelName, OptionGroup, Unset, option, without_repeats
from generation.cards.options.shape import CARD_FIELDS, CardField, in_order

_GROUP = "run"
MOST_FALLBACKS = 3


class Models(OptionGroup):
    creative: ModelName | None = Field(default=None, title="Creative model", description="Writes the prose.")
    analysis: ModelName | None = Field(
        default=None, title="Analysis model", description="Plans and reviews; may be cheaper."
    )
    fallbacks: Annotated[list[ModelName], AfterValidator(without_repeats)] = Field(
        default=[],
        max_length=MOST_FALLBACKS,
        title="Fallback models",
        description="Asked in this order while the chosen model is away.",
    )


class Limits(OptionGroup):
    max_cost_usd: float | None = Field(
        default=None,
        ge=0.000001,
        le=100_000,
        title="Cost cap",
        description="Dollars the job may cost; empty for no cap of its own.",
    )
    max_tokens: int | None = Field(
        default=None,
        ge=1,
        le=100_000_000,
        title="Token cap",
        description="Tokens read and written by all model calls of the job; empty for no cap.",
    )
    timeout_s: int = Field(default=600, ge=30, le=3600, title="Time limit", description="Seconds one attempt may take.")
    review_passes: int = Field(default=1, ge=0, le=3, title="Review passes", description="Rounds of review and repair.")


class RunOptions(OptionGroup):
    base_card: Annotated[Id | None, Unset] = option(
        _GROUP,
        "Base card",
        "Id of a card of yours to start from; it is not changed, and what options do not reach is taken over.",
        default=None,
        id_of="card",
        max_length=64,
    )
    keep_fields: Annotated[list[CardField], AfterValidator(in_order)] = option(
        _GROUP,
        "Fields to keep",
        "Fields of the base card that come back byte for byte, whatever else is asked.",
        default=[],
        max_length=len(CARD_FIELDS),
    )
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

    @field_validator("keep_fields")
    @classmethod
    def _keeps_what_there_is(cls, kept: list[str], info: ValidationInfo) -> list[str]:
        if kept and info.data.get("base_card", "") is None:
            raise ValueError("keep_fields names fields of base_card, which is not given; give its id, or keep nothing.")
        fields = info.data.get("fields", CARD_FIELDS)
        if left_out := [name for name in kept if name not in fields]:
            raise ValueError(
                f"keep_fields has {', '.join(left_out)}, which fields leaves out; add it there or here drop it."
            )
        if len(kept) == len(fields):
            raise ValueError("keep_fields has all of fields, so nothing is left to write; keep fewer.")
        return kept
