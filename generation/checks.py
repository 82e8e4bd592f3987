"""System check of `settings.CARD_AVATAR_HOOK`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

from generation.avatar_hook import load

HINT = "Name a class with `async def picture(self, wanted) -> bytes`, such as mysite.drawing.Illustrator."


def check_avatar_hook(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The class must be there."""
    if not settings.CARD_AVATAR_HOOK:
        return []
    try:
        load()
    except (ImportError, TypeError) as error:
        return [Error(f"CARD_AVATAR_HOOK cannot be used: {error}", hint=HINT, id="generation.E021")]
    return []
