"""A conversation gets another title, another greeting, or replies that are asked for otherwise from now on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from generation.errors import ConversationBegun, ConversationClosed
from generation.llm.cleaning import clean
from generation.models import Conversation
from generation.models.conversation import TITLE_LENGTH
from generation.services.conversations.beginning import begin_anew
from generation.services.conversations.capping import cap_turns
from generation.services.conversations.manner import manner_faults
from jobs.errors import InvalidSubmission


def change(owner_id: UUID, conversation_id: UUID, changes: Mapping[str, Any]) -> Conversation:
    """What `changes` names of `title`, `greeting`, `model`, `temperature` and `max_cost_nano`; the rest stays.

    InvalidSubmission names each bad field. ConversationClosed and ConversationBegun for a greeting that comes too late;
    Card.DoesNotExist and UnreadableCard as `beginning.begin`; Conversation.DoesNotExist as elsewhere.
    """
    given = dict(changes)
    errors = manner_faults(given)
    if "title" in given:
        given["title"] = " ".join(clean(given["title"]).split())
        errors |= _title_faults(given["title"])
    if errors:
        raise InvalidSubmission(errors)
    greeting = given.pop("greeting", None)
    with transaction.atomic():
        conversation = _locked(owner_id, conversation_id)
        if greeting is not None:
            _greet(conversation, greeting)
            given["greeting"] = conversation.greeting
        for name, value in given.items():
            setattr(conversation, name, value)
        conversation.save(update_fields=list(given))
        if "max_cost_nano" in given:
            cap_turns(conversation)
    return conversation


def _locked(owner_id: UUID, conversation_id: UUID) -> Conversation:
    """Nobody answers the greeting before it is another, and no turn is entered with a cap that is changed meanwhile."""
    return Conversation.objects.owned_by(owner_id).locked().get(pk=conversation_id)


def _title_faults(title: str) -> dict[str, str]:
    if not title:
        return {"title": "Give it a title."}
    if len(title) > TITLE_LENGTH:
        return {"title": f"{len(title):,} characters; a title has {TITLE_LENGTH} at most."}
    return {}


def _greet(conversation: Conversation, greeting: int) -> None:
    if not conversation.is_open:
        raise ConversationClosed(conversation.pk)
    if conversation.utterances.exclude(speaker=conversation.bot).exists():
        raise ConversationBegun
    begin_anew(conversation, greeting)
