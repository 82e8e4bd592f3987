"""What a host's supervisor does for its workers."""

from __future__ import annotations

from uuid import UUID

from jobs.queue.burial import bury
from jobs.queue.workers import request_stop

__all__ = ["ask_to_stop", "bury"]


def ask_to_stop(worker_id: UUID) -> None:
    """Let a worker claim nothing more, and end once its jobs have."""
    request_stop(worker_id)
