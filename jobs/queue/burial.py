"""What follows from a worker's known death: its jobs are released at once, without waiting for their leases."""

from __future__ import annotations

from uuid import UUID

from jobs.queue.rescue import release_dead
from jobs.queue.stage import stage
from jobs.queue.workers import stopped


def bury(worker_id: UUID) -> int:
    """Release the jobs of a worker whose process has ended, so that others take them at once; how many."""
    released = release_dead(worker_id)
    stopped(worker_id, lost=True)
    stage()
    return released
