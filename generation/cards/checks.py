"""System checks of the settings of cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

from generation.cards.options import RATINGS


def check_rating(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The highest rating must be one there is."""
    if settings.CARD_MAX_RATING in RATINGS:
        return []
    hint = f"Set CARD_MAX_RATING to one of: {', '.join(RATINGS)}."
    return [Error(f"CARD_MAX_RATING={settings.CARD_MAX_RATING!r} is not a rating.", hint=hint, id="generation.E020")]
