"""The models that people may choose to talk with."""

from __future__ import annotations

from django.conf import settings

from generation.llm.registry import provider


def offered_models() -> tuple[str, ...]:
    """The site's own first, then those of `CHAT_MODELS`, or without any the one that analyses."""
    chosen = provider()
    others = settings.CHAT_MODELS or (chosen.default_model("analysis"),)
    return tuple(dict.fromkeys(filter(None, (chosen.default_model("creative"), *others))))
