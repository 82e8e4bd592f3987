"""Closing a conversation: it stays to be read, and to be opened again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from generation.models import Conversation

NOTICE = "You closed this conversation."


def close(owner_id: UUID, conversation_id: UUID) -> Conversation:
    """Whether or not it was closed before. Conversation.DoesNotExist if missing or not the owner's."""
    with transaction.atomic():
        conversation = Conversation.objects.owned_by(owner_id).select_for_update().get(pk=conversation_id)
        if conversation.is_open:
            conversation.closed_at, conversation.notice = timezone.now(), NOTICE
            conversation.save(update_fields=["closed_at", "notice"])
    return conversation
