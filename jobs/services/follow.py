"""A job's events as they come."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from jobs.models import Job
from jobs.selectors.events import events_after

LOOK_SECONDS = 0.3


def follow(job_id: UUID, seq: int = 0) -> Iterator[dict[str, Any]]:
    """Events with a number above `seq`, oldest first, until all of a final or deleted job are told."""
    while True:
        # Asked before the events are read: what a job wrote before it became final is among them.
        is_over = not Job.objects.live().filter(pk=job_id).exists()
        while events := events_after(job_id, seq):
            yield from (event for event in events if event["type"] != "delta")
            seq = events[-1]["seq"]
        if is_over:
            return
        time.sleep(LOOK_SECONDS)
