"""A job's place in the order of claiming, but for what its owner has before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from jobs.conf import conf
from jobs.models import Job
from jobs.states import MANUAL

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def turn_for(job: Job, due: datetime) -> datetime | None:
    """Its due time less its priority's head start. None for manual jobs, which no worker takes."""
    return None if job.kind == MANUAL else due - timedelta(seconds=conf().head_start(job.effective_priority))


def bring_to_front(job_id: UUID) -> bool:
    """Let `job_id` be the next of its kind; False when no worker may claim it."""
    waiting = Job.objects.filter(pk=job_id, turn_at__isnull=False, lease_id=None)
    return waiting.update(turn_at=LONG_AGO) > 0
