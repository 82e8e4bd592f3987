"""What is asked of workers, by a host's supervisor and by staff."""

from __future__ import annotations

from uuid import UUID

from jobs.queue import workers
from jobs.queue.burial import bury

__all__ = ["ask_to_stop", "bury", "pause_worker", "resume_worker"]


def ask_to_stop(worker_id: UUID) -> None:
    """Let a worker claim nothing more, and end once its jobs have."""
    workers.request_stop(worker_id)


def pause_worker(worker_id: UUID) -> bool:
    """Let a worker claim nothing more, and go on with what it runs; False when it ended or is paused already."""
    return workers.pause(worker_id)


def resume_worker(worker_id: UUID) -> bool:
    """Let a paused worker claim again, at once; False when it ended or is not paused."""
    return workers.resume(worker_id)
