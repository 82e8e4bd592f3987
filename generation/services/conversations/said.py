"""What somebody says, to whom, and what is stored of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from generation.llm.cleaning import CONTROLS, SURROGATES
from generation.models import Conversation, Utterance
from jobs.errors import InvalidSubmission
from jobs.services import Submitted

MESSAGE_LENGTH = 20_000


@dataclass(frozen=True, slots=True)
class Said:
    """`message` and to whom: at most one of `conversation_id`, `card_id` and `bot` (`assistant`, or a speaker's id).

    None of them is the open conversation, or a new one with the assistant. `settings` (`model`, `temperature`,
    `max_cost_nano`) hold from now on, in this conversation.
    """

    message: str
    conversation_id: UUID | None = None
    card_id: UUID | None = None
    bot: str = ""
    greeting: int = 0
    settings: Mapping[str, Any] | None = None
    idempotency_key: str | None = None

    @property
    def digest(self) -> str:
        """What tells one request from another."""
        settings = sorted((self.settings or {}).items())
        facts = [self.message, str(self.conversation_id), str(self.card_id), self.bot, self.greeting, settings]
        return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Sent:
    """`closed` is the conversation that this closed, if it did."""

    conversation: Conversation
    utterance: Utterance
    reply: Utterance
    submitted: Submitted
    closed: Conversation | None = None


def check(said: Said) -> None:
    """InvalidSubmission names each bad field."""
    errors = {}
    if not said.message.strip():
        errors["message"] = "Say something."
    elif len(said.message) > MESSAGE_LENGTH:
        errors["message"] = f"{len(said.message):,} characters; at most {MESSAGE_LENGTH:,} are read."
    elif CONTROLS.search(said.message) or SURROGATES.search(said.message):
        errors["message"] = "It holds control characters or halves of characters; take them out."
    named = [name for name in ("conversation_id", "card_id", "bot") if getattr(said, name)]
    errors |= {name: f"Name one of {' and '.join(named)}." for name in named[1:]}
    if errors:
        raise InvalidSubmission(errors)
