"""Saying something: the message is stored, and the job that writes the reply is entered, both or neither."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from generation.models import Conversation
from generation.models.conversation import TITLE_LENGTH
from generation.selectors.conversations import thread_of
from generation.services.conversations.addressing import conversation_for
from generation.services.conversations.capping import cap_turns
from generation.services.conversations.entering import KIND, add_reply, add_utterance, enter_turn, lock_open
from generation.services.conversations.opening import Opened
from generation.services.conversations.repeating import SentBefore, found_again, look_for
from generation.services.conversations.said import Said, Sent, check
from generation.services.conversations.speakers import person_of
from jobs.errors import InvalidSubmission

_SHORT_TITLE = 60
_BEGUN = "This conversation has begun; while nobody has answered, PATCH conversations/{id} changes its greeting."


def say(user: User, said: Said) -> Sent:
    """Store the message and enter its turn, which waits for those before it.

    InvalidSubmission names each bad field; Conversation.DoesNotExist, Card.DoesNotExist and Speaker.DoesNotExist for
    what is missing or not the user's; ConversationClosed and BotGone say the way out; QueueFull and IdempotencyMismatch
    as `jobs.services.submit`.
    """
    check(said)
    try:
        look_for(user.pk, KIND, said.idempotency_key, said.digest)
        with transaction.atomic():
            opened = conversation_for(user, said)
            return _say_in(user, opened, said)
    except SentBefore as before:
        return found_again(before.job_id)


def _say_in(user: User, opened: Opened, said: Said) -> Sent:
    conversation = lock_open(opened.conversation.pk)
    look_for(user.pk, KIND, said.idempotency_key, said.digest)  # again: it may have come twice at once
    if said.greeting is not None and not opened.created:
        raise InvalidSubmission({"greeting": _BEGUN})
    _settle_on(conversation, said)
    thread = thread_of(conversation.pk)
    last = thread[-1] if thread else None
    turn = enter_turn(conversation, last, said.digest, said.idempotency_key)
    utterance = add_utterance(conversation, last, speaker=person_of(user), text=said.message)
    return Sent(conversation, utterance, add_reply(conversation, utterance, turn), turn, opened.closed)


def _settle_on(conversation: Conversation, said: Said) -> None:
    given = dict(said.settings or {})
    given["updated_at"] = timezone.now()
    if not conversation.title:
        first = " ".join(said.message.split())
        given["title"] = (first if len(first) <= _SHORT_TITLE else first[: _SHORT_TITLE - 1] + "…")[:TITLE_LENGTH]
    for name, value in given.items():
        setattr(conversation, name, value)
    conversation.save(update_fields=list(given))
    if "max_cost_nano" in given:
        cap_turns(conversation)
