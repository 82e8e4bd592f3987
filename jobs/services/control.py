"""Cancel, hold, resume and retry, for those who may. Somebody else's job does not exist."""

from __future__ import annotations

from uuid import UUID

from accounts.models import User
from jobs.models import Job
from jobs.queue import control
from jobs.selectors.jobs import visible_job


def cancel_job(caller: User, job_id: UUID) -> Job:
    """The job, cancelled or asked to stop. DoesNotExist, or WrongState when it is final."""
    return control.cancel(visible_job(caller, job_id).pk)


def hold_job(caller: User, job_id: UUID) -> Job:
    """The job, held or asked to pause. DoesNotExist, or WrongState when it is final."""
    return control.hold(visible_job(caller, job_id).pk)


def resume_job(caller: User, job_id: UUID) -> Job:
    """The job, on its way again. DoesNotExist, or WrongState unless it is held."""
    return control.resume(visible_job(caller, job_id).pk)


def retry_job(caller: User, job_id: UUID) -> Job:
    """The job, to be run again. DoesNotExist, or WrongState while it runs or when it is completed."""
    return control.retry(visible_job(caller, job_id).pk)
