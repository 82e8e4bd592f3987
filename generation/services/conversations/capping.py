"""The cap of a conversation is that of its turns under way, too: one that is held for its cap may go on."""

from __future__ import annotations

from contextlib import suppress

from django.core.exceptions import ObjectDoesNotExist

from generation.models import Conversation
from generation.services.conversations.entering import turns_of
from jobs.errors import WrongState
from jobs.services import JobChanges, update_job


def cap_turns(conversation: Conversation) -> None:
    """Give every turn that has not ended the conversation's cap, in the caller's transaction."""
    cap = conversation.max_cost_nano
    for job_id, now in list(turns_of(conversation).order_by("pk").values_list("pk", "max_cost_nano")):
        if now != cap:
            with suppress(WrongState, ObjectDoesNotExist):  # it ended in the meantime
                update_job(conversation.owner, job_id, JobChanges(max_cost_nano=cap))
