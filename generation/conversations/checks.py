"""System checks of the settings of chats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

LEAST_REPLY = 16
LONGEST_MODEL = 120  # as conversations keep it


def check_chat_room(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A reply must have some room, and leave at least as much to its prompt."""
    whole, reply = settings.CHAT_CONTEXT_TOKENS, settings.CHAT_REPLY_TOKENS
    if LEAST_REPLY <= reply <= whole // 2:
        return []
    text = f"CHAT_REPLY_TOKENS={reply} is not from {LEAST_REPLY} to half of CHAT_CONTEXT_TOKENS={whole}."
    return [Error(text, hint="Set both to what your model reads and writes.", id="generation.E031")]


def check_chat_models(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Each must be a name that can be kept."""
    bad = [model for model in settings.CHAT_MODELS if not model.strip() or len(model) > LONGEST_MODEL]
    if not bad:
        return []
    text = f"CHAT_MODELS holds {bad[0][:40]!r}, which is no name of a model."
    return [Error(text, hint=f"Names have 1 to {LONGEST_MODEL} characters.", id="generation.E032")]
