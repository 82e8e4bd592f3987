"""A reply to come: its place in the conversation, and the job that writes it, in the caller's transaction."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import uuid_utils.compat as uuid
from django.db.models import QuerySet

from generation.errors import ConversationClosed
from generation.models import Conversation, Utterance
from generation.selectors.conversations import line_to
from jobs.selectors.naming import live_jobs_naming
from jobs.services import Submission, Submitted, submit
from jobs.states import Priority

KIND = "chat_reply"
MADE_BY = "POST chat"
# The field of a job's payload that names the conversation it writes in.
FIELD = "conversation_id"


def lock_open(conversation_id: UUID) -> Conversation:
    """Locked, so that what is said stands in one line. ConversationClosed where it is not open."""
    conversation = Conversation.objects.locked().get(pk=conversation_id)
    if not conversation.is_open:
        raise ConversationClosed(conversation.pk)
    return conversation


def add_utterance(conversation: Conversation, after: Utterance | None, **what: Any) -> Utterance:
    """Insert it as the active answer to `after`, or as the beginning."""
    position = after.position + 1 if after else 0
    return Utterance.objects.create(id=uuid.uuid7(), conversation=conversation, parent=after, position=position, **what)


def enter_turn(
    conversation: Conversation, after: Utterance | None, digest: str, idempotency_key: str | None
) -> Submitted:
    """One reply after the other: the turn waits for those that lead to `after` and are under way, however they end.

    To be called before utterances are changed: it takes locks of jobs, and a job that ends changes its utterance.
    """
    owner_id, named = conversation.owner_id, str(conversation.pk)
    line = [said.job_id for said in line_to(after) if said.job_id and said.state == Utterance.State.AWAITED]
    before = turns_of(conversation).filter(pk__in=line).values_list("pk", flat=True) if line else ()
    return submit(
        Submission(
            owner_id=owner_id,
            kind=KIND,
            payload={FIELD: named, "request_sha256": digest},
            title=f"Reply of {conversation.bot.name}"[:200],
            priority=Priority.HIGH,
            depends_on=tuple(before),
            on_dependency_failure="run",
            max_cost_nano=conversation.max_cost_nano,
            idempotency_key=idempotency_key,
            made_by=MADE_BY,
        )
    )


def turns_of(conversation: Conversation) -> QuerySet[Any]:
    """The jobs of its replies that have not ended."""
    return live_jobs_naming(conversation.owner_id, FIELD, str(conversation.pk)).filter(kind=KIND)


def add_reply(conversation: Conversation, to: Utterance, turn: Submitted) -> Utterance:
    """The bot's answer to `to`, which the turn is to write."""
    awaited = Utterance.State.AWAITED
    return add_utterance(conversation, to, speaker=conversation.bot, state=awaited, job_id=turn.job.pk)
