"""A job's place in the order of claiming, but for what its owner has before it."""

from __future__ import annotations

from datetime import datetime, timedelta

from jobs.conf import conf
from jobs.models import Job

MANUAL = "manual"


def turn_for(job: Job, due: datetime) -> datetime | None:
    """Its due time less its priority's head start. None for manual jobs, which no worker takes."""
    return None if job.kind == MANUAL else due - timedelta(seconds=conf().head_start(job.priority))
