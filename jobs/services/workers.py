"""What a host's supervisor does for its workers."""

from __future__ import annotations

from uuid import UUID

from jobs.queue.rescue import release_dead
from jobs.queue.stage import stage
from jobs.queue.workers import request_stop, stopped


def bury(worker_id: UUID) -> int:
    """Release the jobs of a worker whose process has ended, so that others take them at once; how many."""
    released = release_dead(worker_id)
    stopped(worker_id, lost=True)
    stage()
    return released


def ask_to_stop(worker_id: UUID) -> None:
    """Let a worker claim nothing more, and end once its jobs have."""
    request_stop(worker_id)
