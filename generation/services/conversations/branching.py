"""Other answers and other words: what was there before is kept beside them, out of the line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from accounts.models import User
from generation.errors import NothingToAnswer
from generation.models import Conversation, Speaker, Utterance
from generation.services.conversations.entering import KIND, add_reply, add_utterance, enter_turn, lock_open
from generation.services.conversations.repeating import SentBefore, found_again, look_for
from generation.services.conversations.said import Said, Sent, check
from generation.services.conversations.stopping import stop_replaced


def regenerate(user: User, utterance_id: UUID, *, idempotency_key: str | None = None) -> Sent:
    """Another reply beside this one, or to this message of the user's; both are kept, the new one is active.

    One that is being written is stopped, and so are those after it: what was written until then is kept.

    Utterance.DoesNotExist if missing or not the user's, NothingToAnswer for a greeting, else as `saying.say`.
    """

    def branch(conversation: Conversation, utterance: Utterance, digest: str) -> Sent:
        message = utterance if utterance.speaker.kind == Speaker.Kind.PERSON else utterance.parent
        if message is None:
            raise NothingToAnswer
        stop_replaced(user, message)
        turn = enter_turn(conversation, message, digest, idempotency_key)
        _lead_to(message)
        message.answers.filter(is_active=True).update(is_active=False)
        return Sent(conversation, message, add_reply(conversation, message, turn), turn)

    return _once(user, utterance_id, "regenerate", idempotency_key, branch)


def edit(user: User, utterance_id: UUID, text: str, *, idempotency_key: str | None = None) -> Sent:
    """Other words in the place of this message of the user's, and a reply to them: a branch beside what came of it.

    Replies under way in what it leaves are stopped, as by `regenerate`.

    InvalidSubmission for a text that cannot be sent, NothingToAnswer for what a bot said, else as `regenerate`.
    """
    check(Said(text))

    def branch(conversation: Conversation, utterance: Utterance, digest: str) -> Sent:
        if utterance.speaker.kind != Speaker.Kind.PERSON:
            raise NothingToAnswer
        stop_replaced(user, utterance)
        turn = enter_turn(conversation, utterance.parent, digest, idempotency_key)
        _lead_to(utterance)
        Utterance.objects.filter(pk=utterance.pk).update(is_active=False)
        message = add_utterance(conversation, utterance.parent, speaker=utterance.speaker, text=text)
        return Sent(conversation, message, add_reply(conversation, message, turn), turn)

    return _once(user, utterance_id, f"edit:{text}", idempotency_key, branch)


def activate(user: User, utterance_id: UUID) -> Conversation:
    """Let the conversation go on from this alternative; those beside it are kept. Utterance.DoesNotExist as above."""
    with transaction.atomic():
        utterance = Utterance.objects.get(pk=utterance_id, conversation__owner_id=user.pk)
        conversation = Conversation.objects.select_for_update().get(pk=utterance.conversation_id)
        _lead_to(utterance)
    return conversation


def _once(
    user: User, utterance_id: UUID, what: str, key: str | None, branch: Callable[[Conversation, Utterance, str], Sent]
) -> Sent:
    """Do it, unless the same request came before."""
    digest = hashlib.sha256(f"{utterance_id}:{what}".encode()).hexdigest()
    try:
        with transaction.atomic():
            found = Utterance.objects.select_related("speaker", "parent")
            utterance = found.get(pk=utterance_id, conversation__owner_id=user.pk)
            conversation = lock_open(utterance.conversation_id)
            look_for(user.pk, KIND, key, digest)
            return branch(conversation, utterance, digest)
    except SentBefore as before:
        return found_again(before.job_id)


def _lead_to(utterance: Utterance) -> None:
    """Let the line of the conversation go through `utterance`."""
    everything = Utterance.objects.filter(conversation_id=utterance.conversation_id)
    parents = dict(everything.filter(position__lte=utterance.position).values_list("pk", "parent_id"))
    line: set[UUID] = set()
    at: UUID | None = utterance.pk
    while at is not None:
        line.add(at)
        at = parents[at]
    beside = everything.filter(is_active=True, position__lte=utterance.position).exclude(pk__in=line)
    siblings = [pk for pk, parent in beside.values_list("pk", "parent_id") if parent in {None, *line}]
    everything.filter(pk__in=siblings).update(is_active=False)
    everything.filter(pk__in=line, is_active=False).update(is_active=True)
