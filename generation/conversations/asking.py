"""A chat turn as a request to a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generation.cards.card import CardData
from generation.conversations.macros import Macros
from generation.conversations.prompt import Prompt
from generation.conversations.setting import Setting
from generation.conversations.turns import Turn
from generation.llm.provider import ModelRequest
from generation.prompts.chat import TASK

TEMPERATURE = 0.8
CALL_SECONDS = 180.0
# So many of the person's earlier messages are told of in data.
_EARLIER = 5
_FIELDS = ("name", "description", "personality", "scenario", "first_mes", "mes_example")


def reply_request(
    card: CardData | None,
    prompt: Prompt,
    turns: Sequence[Turn],
    setting: Setting,
    *,
    model: str,
    temperature: float | None = None,
) -> ModelRequest:
    """What asks for the answer to the newest of `turns`; `card` None is for an assistant that plays nobody."""
    macros = Macros(card, setting) if card else None
    said = [turn.text for turn in turns if turn.by == "user"]
    inputs: Mapping[str, Any] = {
        "message": said[-1] if said else "",
        "earlier": said[:-1][-_EARLIER:],
        "turn": sum(turn.by == "assistant" for turn in turns),
        "user": setting.user_name,
        "card": {name: macros.expand(getattr(card, name)) for name in _FIELDS} if macros else {},
        "lore": list(prompt.lore),
    }
    return ModelRequest(
        task=TASK,
        model=model,
        messages=prompt.messages,
        inputs=inputs,
        temperature=TEMPERATURE if temperature is None else temperature,
        seed=setting.seed,
        max_tokens=setting.reply_tokens,
        timeout_seconds=CALL_SECONDS,
    )


def fingerprint(request: ModelRequest) -> Mapping[str, Any]:
    """Everything that the reply depends on, as JSON: a checkpoint's inputs."""
    return {
        "model": request.model,
        "temperature": request.temperature,
        "seed": request.seed,
        "messages": [[message.role, message.content] for message in request.messages],
    }
