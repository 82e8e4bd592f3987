"""How long a running job still takes."""

from __future__ import annotations

from datetime import datetime

from jobs.models import Job
from jobs.states import Status

_TELLS_FROM = 10  # percent: before that an estimate is a guess


def seconds_left(job: Job, attempt_started_at: datetime | None, now: datetime) -> int | None:
    """By the pace of the attempt under way; None while that says little."""
    if job.status != Status.PROCESSING or attempt_started_at is None or not _TELLS_FROM <= job.progress < 100:
        return None
    elapsed = (now - attempt_started_at).total_seconds()
    return round(elapsed * (100 - job.progress) / job.progress)
