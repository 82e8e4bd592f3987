"""A conversation goes, with everything that was said in it."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from accounts.models import User
from generation.models import Conversation
from generation.services.conversations.closing import close
from generation.services.conversations.entering import FIELD, KIND
from jobs.errors import WrongState
from jobs.selectors.naming import live_jobs_naming
from jobs.services import cancel_job


def delete_conversation(user: User, conversation_id: UUID) -> None:
    """It is closed, then its replies under way are cancelled: the newest first, so that none of them begins for it.

    A worker that is still writing one finds nothing to keep it in. What the replies cost stays in the ledger.
    Conversation.DoesNotExist for one that is missing or not the user's.
    """
    conversation = close(user.pk, conversation_id)
    live = live_jobs_naming(user.pk, FIELD, str(conversation.pk)).filter(kind=KIND)
    for job_id in live.order_by("-id").values_list("pk", flat=True):
        with suppress(WrongState, ObjectDoesNotExist):  # it ended in the meantime
            cancel_job(user, job_id)
    Conversation.objects.owned_by(user.pk).filter(pk=conversation.pk).delete()
