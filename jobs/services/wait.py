"""Waiting for a job to end, for callers who would rather wait than ask again."""

from __future__ import annotations

import time
from threading import BoundedSemaphore
from uuid import UUID

from django.db import close_old_connections

from jobs.models import Job

FIRST_INTERVAL = 0.05
LONGEST_INTERVAL = 0.5
# Each waiting request takes a thread of this process; one more than these is answered at once.
MOST_WAITING = 64

_places = BoundedSemaphore(MOST_WAITING)


def wait_until_final(job_id: UUID, seconds: float) -> bool:
    """Whether the job is final, or gone, within `seconds`; no database connection is held between looks."""
    if _is_over(job_id):
        return True
    if seconds <= 0 or not _places.acquire(blocking=False):
        return False
    try:
        return _watch(job_id, time.monotonic() + seconds)
    finally:
        _places.release()


def _watch(job_id: UUID, deadline: float) -> bool:
    interval = FIRST_INTERVAL
    while (left := deadline - time.monotonic()) > 0:
        close_old_connections()
        time.sleep(min(interval, left))
        interval = min(interval * 1.5, LONGEST_INTERVAL)
        if _is_over(job_id):
            return True
    return False


def _is_over(job_id: UUID) -> bool:
    return not Job.objects.live().filter(pk=job_id).exists()
