"""Conversations as their owners and their jobs read them."""

from __future__ import annotations

from uuid import UUID

from generation.models import Conversation, Utterance
from generation.models.conversation import ConversationQuerySet


def conversations_of(owner_id: UUID) -> ConversationQuerySet:
    """Those last spoken in first."""
    return Conversation.objects.owned_by(owner_id).select_related("bot")


def conversation_of(owner_id: UUID, conversation_id: UUID) -> Conversation:
    """One of the owner's; Conversation.DoesNotExist for one that is missing or not theirs."""
    return conversations_of(owner_id).get(pk=conversation_id)


def open_conversation_of(owner_id: UUID) -> Conversation | None:
    return conversations_of(owner_id).open().first()


def thread_of(conversation_id: UUID) -> list[Utterance]:
    """The conversation as it stands, from its beginning: of alternatives the active ones."""
    active = Utterance.objects.filter(conversation_id=conversation_id, is_active=True).select_related("speaker")
    answers = {utterance.parent_id: utterance for utterance in active}
    thread: list[Utterance] = []
    while (following := answers.get(thread[-1].pk if thread else None)) is not None:
        thread.append(following)
    return thread
