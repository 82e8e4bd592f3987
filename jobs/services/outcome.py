"""Controls that may be repeated, of the caller's own jobs."""

from __future__ import annotations

from uuid import UUID

from accounts.models import User
from jobs.queue import outcome
from jobs.queue.outcome import Action, Controlled, Outcome
from jobs.selectors.jobs import visible_job, workable_job

# What an assignee may do too.
BY_HAND = frozenset({Action.COMPLETE, Action.REOPEN})

__all__ = ["Action", "Controlled", "Outcome", "control_job"]


def control_job(caller: User, job_id: UUID, action: Action) -> Controlled:
    """Do `action`; `unchanged` when the job is there already. Assignees may complete and reopen.

    DoesNotExist for a job that is missing or not the caller's, WrongState when its state rules the action out.
    """
    reach = workable_job if action in BY_HAND else visible_job
    return outcome.control_job(reach(caller, job_id).pk, action)
