"""What somebody says, to whom, and what is stored of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from generation.documents.reading.visible import is_visible
from generation.llm.cleaning import CONTROLS, SURROGATES
from generation.models import Conversation, Utterance
from generation.services.conversations.manner import manner_faults
from jobs.errors import InvalidSubmission
from jobs.services import Submitted

MESSAGE_LENGTH = 20_000


@dataclass(frozen=True, slots=True)
class Said:
    """`message` and to whom: at most one of `conversation_id`, `card_id` and `bot` (`assistant`, or a speaker's id).

    `reopen` opens the conversation that is named. Where none is, it is the open one, or a new one with the assistant,
    which begins with `greeting`. `settings` (`model`, `temperature`, `max_cost_nano`) hold from now on, in this
    conversation.
    """

    message: str
    conversation_id: UUID | None = None
    card_id: UUID | None = None
    bot: str = ""
    reopen: bool = False
    greeting: int | None = None
    settings: Mapping[str, Any] | None = None
    idempotency_key: str | None = None

    @property
    def digest(self) -> str:
        """What tells one request from another."""
        settings = sorted((self.settings or {}).items())
        to = [str(self.conversation_id), self.reopen, str(self.card_id), self.bot, self.greeting]
        return hashlib.sha256(json.dumps([self.message, *to, settings], default=str).encode()).hexdigest()


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
    if not is_visible(said.message):
        errors["message"] = "Say something."
    elif len(said.message) > MESSAGE_LENGTH:
        errors["message"] = f"{len(said.message):,} characters; at most {MESSAGE_LENGTH:,} are read."
    elif CONTROLS.search(said.message) or SURROGATES.search(said.message):
        errors["message"] = "It holds control characters or halves of characters; take them out."
    named = [name for name in ("conversation_id", "card_id", "bot") if getattr(said, name)]
    errors |= {name: f"Name one of {' and '.join(named)}." for name in named[1:]}
    if said.reopen and not said.conversation_id:
        errors["reopen"] = "Name the conversation that it is to open, by conversation_id."
    errors |= manner_faults(said.settings or {})
    if errors:
        raise InvalidSubmission(errors)
