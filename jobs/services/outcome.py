"""Controls that may be repeated, of the caller's own jobs."""

from __future__ import annotations

from uuid import UUID

from accounts.models import User
from jobs.queue import outcome
from jobs.queue.outcome import Action, Controlled, Outcome
from jobs.selectors.jobs import visible_job

__all__ = ["Action", "Controlled", "Outcome", "control_job"]


def control_job(caller: User, job_id: UUID, action: Action) -> Controlled:
    """Cancel, hold, resume or retry; `unchanged` when the job is there already.

    DoesNotExist for a job that is missing or not the caller's, WrongState when its state rules the action out.
    """
    return outcome.control_job(visible_job(caller, job_id).pk, action)
