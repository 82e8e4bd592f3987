"""A conversation gets another title."""

from __future__ import annotations

from uuid import UUID

from generation.llm.cleaning import clean
from generation.models import Conversation
from generation.models.conversation import TITLE_LENGTH
from generation.selectors.conversations import conversation_of
from jobs.errors import InvalidSubmission


def rename(owner_id: UUID, conversation_id: UUID, title: str) -> Conversation:
    """On one line. InvalidSubmission for nothing or too much, Conversation.DoesNotExist as elsewhere."""
    conversation = conversation_of(owner_id, conversation_id)
    line = " ".join(clean(title).split())
    if not line:
        raise InvalidSubmission({"title": "Give it a title."})
    if len(line) > TITLE_LENGTH:
        raise InvalidSubmission({"title": f"{len(line):,} characters; a title has {TITLE_LENGTH} at most."})
    conversation.title = line
    conversation.save(update_fields=["title"])
    return conversation
