"""Saying something: the message is stored, and the job that writes the reply is entered, both or neither."""

from __future__ import annotations

from typing import Any

import uuid_utils.compat as uuid
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from generation.errors import ConversationClosed
from generation.models import Conversation, Utterance
from generation.models.conversation import TITLE_LENGTH
from generation.selectors.conversations import thread_of
from generation.services.conversations.addressing import conversation_for
from generation.services.conversations.opening import Opened
from generation.services.conversations.repeating import SentBefore, found_again, look_for
from generation.services.conversations.said import Said, Sent, check
from generation.services.conversations.speakers import person_of
from jobs.selectors.naming import live_jobs_naming
from jobs.services import Submission, Submitted, submit
from jobs.states import Priority

KIND = "chat_reply"
# The field of a job's payload that names the conversation it writes in.
FIELD = "conversation_id"
_SHORT_TITLE = 60


def say(user: User, said: Said) -> Sent:
    """Store the message and enter its turn, which waits for those before it.

    InvalidSubmission names each bad field; Conversation.DoesNotExist, Card.DoesNotExist and Speaker.DoesNotExist for
    what is missing or not the user's; ConversationClosed and BotGone say the way out; QueueFull and IdempotencyMismatch
    as `jobs.services.submit`.
    """
    check(said)
    try:
        look_for(user.pk, KIND, said)
        with transaction.atomic():
            opened = conversation_for(user, said)
            return _say_in(user, opened, said)
    except SentBefore as before:
        return found_again(before.job_id)


def _say_in(user: User, opened: Opened, said: Said) -> Sent:
    """Locked from here on, so that everything said stands in one line."""
    conversation = (
        Conversation.objects.select_for_update(of=("self",)).select_related("bot").get(pk=opened.conversation.pk)
    )
    if not conversation.is_open:
        raise ConversationClosed(conversation.pk)
    look_for(user.pk, KIND, said)  # again: it may have come twice at once
    _settle_on(conversation, said)
    submitted = _submit(conversation, said)
    thread = thread_of(conversation.pk)
    last = thread[-1] if thread else None
    utterance = _add(conversation, last, speaker=person_of(user), text=said.message)
    awaited = Utterance.State.AWAITED
    reply = _add(conversation, utterance, speaker=conversation.bot, state=awaited, job_id=submitted.job.pk)
    return Sent(conversation, utterance, reply, submitted, opened.closed)


def _settle_on(conversation: Conversation, said: Said) -> None:
    given = dict(said.settings or {})
    given["updated_at"] = timezone.now()
    if not conversation.title:
        first = " ".join(said.message.split())
        given["title"] = (first if len(first) <= _SHORT_TITLE else first[: _SHORT_TITLE - 1] + "…")[:TITLE_LENGTH]
    for name, value in given.items():
        setattr(conversation, name, value)
    conversation.save(update_fields=list(given))


def _submit(conversation: Conversation, said: Said) -> Submitted:
    """One reply after the other: it waits for all that are under way, however they end."""
    owner_id, named = conversation.owner_id, str(conversation.pk)
    before = live_jobs_naming(owner_id, FIELD, named).filter(kind=KIND).values_list("pk", flat=True)
    return submit(
        Submission(
            owner_id=owner_id,
            kind=KIND,
            payload={FIELD: named, "request_sha256": said.digest},
            title=f"Reply of {conversation.bot.name}"[:200],
            priority=Priority.HIGH,
            depends_on=tuple(before),
            on_dependency_failure="run",
            max_cost_nano=conversation.max_cost_nano,
            idempotency_key=said.idempotency_key,
        )
    )


def _add(conversation: Conversation, after: Utterance | None, **what: Any) -> Utterance:
    position = after.position + 1 if after else 0
    return Utterance.objects.create(id=uuid.uuid7(), conversation=conversation, parent=after, position=position, **what)
