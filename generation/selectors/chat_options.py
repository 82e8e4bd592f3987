"""What may be chosen for a conversation."""

from __future__ import annotations

from typing import Any

from generation.conversations.asking import TEMPERATURE
from generation.llm.offered import offered_models
from generation.llm.registry import provider


def chat_options() -> dict[str, Any]:
    """The models, the one that is asked where none is chosen, and the usual temperature."""
    return {
        "models": list(offered_models()),
        "model": provider().default_model("creative"),
        "temperature": TEMPERATURE,
    }
