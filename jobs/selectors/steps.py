"""What a job's steps reported."""

from __future__ import annotations

from uuid import UUID

from jobs.events import STEP
from jobs.models import JobLog

NEWEST = 2000


def step_events(job_id: UUID, limit: int = NEWEST) -> list[JobLog]:
    """The newest `limit` events of the job's steps, oldest first."""
    rows = JobLog.objects.filter(job_id=job_id, type=STEP).order_by("-seq")[:limit]
    return list(rows)[::-1]
