"""System check of the room of a chat turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

LEAST_REPLY = 16


def check_chat_room(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A reply must have some room, and leave at least as much to its prompt."""
    whole, reply = settings.CHAT_CONTEXT_TOKENS, settings.CHAT_REPLY_TOKENS
    if LEAST_REPLY <= reply <= whole // 2:
        return []
    text = f"CHAT_REPLY_TOKENS={reply} is not from {LEAST_REPLY} to half of CHAT_CONTEXT_TOKENS={whole}."
    return [Error(text, hint="Set both to what your model reads and writes.", id="generation.E031")]
