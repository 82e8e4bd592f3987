"""Cancel, hold, resume and retry. Somebody else's job does not exist, but for the console (`everybody`)."""

from __future__ import annotations

from uuid import UUID

from accounts.models import User
from jobs.models import Job
from jobs.queue import control
from jobs.selectors.jobs import all_jobs, visible_jobs


def cancel_job(caller: User, job_id: UUID, *, everybody: bool = False) -> Job:
    """The job, cancelled or asked to stop. DoesNotExist, or WrongState when it is final."""
    return control.cancel(_reached(caller, job_id, everybody=everybody))


def hold_job(caller: User, job_id: UUID, *, everybody: bool = False) -> Job:
    """The job, held or asked to pause. DoesNotExist, or WrongState when it is final."""
    return control.hold(_reached(caller, job_id, everybody=everybody))


def resume_job(caller: User, job_id: UUID, *, everybody: bool = False) -> Job:
    """The job, on its way again. DoesNotExist, or WrongState unless it is held."""
    return control.resume(_reached(caller, job_id, everybody=everybody))


def retry_job(caller: User, job_id: UUID, *, everybody: bool = False) -> Job:
    """The job, to be run again. DoesNotExist, or WrongState while it runs or when it is completed."""
    return control.retry(_reached(caller, job_id, everybody=everybody))


def _reached(caller: User, job_id: UUID, *, everybody: bool) -> UUID:
    """The console has checked the caller's permission and writes the audit entry."""
    jobs = all_jobs() if everybody else visible_jobs(caller)
    return jobs.values_list("pk", flat=True).get(pk=job_id)
