"""Stopping a reply: what was written until then is kept."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from accounts.models import User
from generation.models import Utterance
from generation.selectors.conversations import thread_of
from jobs.errors import WrongState
from jobs.services import cancel_job


def stop(user: User, utterance_id: UUID) -> Utterance:
    """The utterance as it is now; nothing happens to one that is written. Utterance.DoesNotExist as elsewhere."""
    utterance = Utterance.objects.select_related("speaker").get(pk=utterance_id, conversation__owner_id=user.pk)
    _stop(user, utterance)
    return utterance


def stop_replaced(user: User, message: Utterance) -> None:
    """Stop the replies that follow on `message` in the line of the conversation, which is about to leave them.

    In the caller's transaction, before utterances are changed, as `entering.enter_turn`.
    """
    thread = thread_of(message.conversation_id)
    if message in thread:
        for said in thread[thread.index(message) + 1 :]:
            _stop(user, said)


def _stop(user: User, utterance: Utterance) -> None:
    if utterance.state == Utterance.State.AWAITED and utterance.job_id:
        with suppress(WrongState, ObjectDoesNotExist):  # it ended in the meantime
            cancel_job(user, utterance.job_id)
