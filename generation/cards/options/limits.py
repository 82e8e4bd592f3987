"""What must, may and must not be in the card."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from django.conf import settings
from pydantic import AfterValidator, ValidationInfo, field_validator

from generation.cards.options.fields import Line200, OptionGroup, option, without_repeats

_GROUP = "limits"

Rating = Literal["general", "teen", "mature"]
RATINGS: tuple[str, ...] = get_args(Rating)  # mildest first
ADULT = 18


def allowed_ratings() -> tuple[str, ...]:
    """The ratings up to the operator's maximum."""
    return RATINGS[: RATINGS.index(settings.CARD_MAX_RATING) + 1]


class LimitOptions(OptionGroup):
    rating: Rating = option(
        _GROUP,
        "Rating",
        "Who the card is for; the operator sets the highest.",
        default="general",
        essential=True,
    )
    must_include: Annotated[list[Line200], AfterValidator(without_repeats)] = option(
        _GROUP, "Must include", "Words or phrases the card has to contain.", default=[], max_length=20
    )
    avoid: Annotated[list[Line200], AfterValidator(without_repeats)] = option(
        _GROUP, "Avoid", "Words or phrases the card must not contain.", default=[], max_length=50
    )

    @field_validator("rating")
    @classmethod
    def _rating_is_allowed(cls, rating: str, info: ValidationInfo) -> str:
        if rating not in allowed_ratings():
            raise ValueError(f"This site allows at most {settings.CARD_MAX_RATING}.")
        age = info.data.get("age")
        if rating == "mature" and (age is None or age < ADULT):
            raise ValueError(f"rating is mature, so age must be given and at least {ADULT}.")
        return rating

    @field_validator("avoid")
    @classmethod
    def _avoids_nothing_it_must_include(cls, avoid: list[str], info: ValidationInfo) -> list[str]:
        wanted = [("must_include", phrase) for phrase in info.data.get("must_include", [])]
        wanted += [(name, info.data.get(name) or "") for name in ("name", "nickname")]
        for field, phrase in wanted:
            for unwanted in avoid:
                if unwanted.casefold() in phrase.casefold():
                    raise ValueError(f"avoid has {unwanted!r}, which {field} asks for; drop it from one of them.")
        return avoid
