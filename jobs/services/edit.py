"""Changing and deleting a job's description of itself; never its state."""

from __future__ import annotations

from uuid import UUID

from accounts.models import User
from jobs.models import Job
from jobs.queue import amend, deletion
from jobs.queue.amend import JobChanges
from jobs.queue.funding import resume_if_funded
from jobs.selectors.jobs import visible_job

__all__ = ["JobChanges", "delete_job", "update_job"]


def update_job(caller: User, job_id: UUID, changes: JobChanges) -> Job:
    """Set the fields named in `changes` (see `JobChanges`); unset ones stay. WrongState once it is final."""
    job = amend.amend(visible_job(caller, job_id).pk, changes)
    if "max_cost_nano" in changes and resume_if_funded(job):
        job.refresh_from_db()
    return job


def delete_job(caller: User, job_id: UUID) -> None:
    """Delete a final job; its ledger stays. DoesNotExist, or WrongState while it is live."""
    deletion.delete(visible_job(caller, job_id).pk)
