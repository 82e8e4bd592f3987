"""Stopping a reply: what was written until then is kept."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from accounts.models import User
from generation.models import Utterance
from jobs.errors import WrongState
from jobs.services import cancel_job


def stop(user: User, utterance_id: UUID) -> Utterance:
    """The utterance as it is now; nothing happens to one that is written. Utterance.DoesNotExist as elsewhere."""
    utterance = Utterance.objects.select_related("speaker").get(pk=utterance_id, conversation__owner_id=user.pk)
    if utterance.state == Utterance.State.AWAITED and utterance.job_id:
        with suppress(WrongState, ObjectDoesNotExist):  # it ended in the meantime
            cancel_job(user, utterance.job_id)
    return utterance
