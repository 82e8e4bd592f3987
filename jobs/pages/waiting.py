"""Why a job does not run right now, in a sentence, and how long a running one still takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from jobs.models import Job, Worker
from jobs.selectors.depth import Depth
from jobs.states import HeldReason, Status

_TELLS_FROM = 10  # percent: before that an estimate is a guess

_HELD = {
    HeldReason.BUDGET: "Held: its budget is used up. Resume it once there is more.",
    HeldReason.PAUSE: "Held: its kind is paused.",
    HeldReason.PARENT: "Held because the job it belongs to is held.",
    HeldReason.PERSON: "Held until somebody resumes it.",
    HeldReason.UPSTREAM: "Held because a job that it waited for did not succeed. Resume it to run it all the same.",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sentence, ended by the moment `at` where there is one."""

    text: str
    at: datetime | None = None


def why_waiting(job: Job, depth: Depth) -> Waiting | None:
    """None for a job that runs or is final."""
    match Status(job.status):
        case Status.PENDING:
            return Waiting(_for_a_worker(depth))
        case Status.SCHEDULED:
            text = "The next attempt starts" if job.failures else "It starts"
            return Waiting(text, job.wake_at)
        case Status.HELD:
            return Waiting(_HELD[HeldReason(job.held_reason or HeldReason.PERSON)])
        case Status.BLOCKED:
            return Waiting(f"Waits for {job.open_edges} other job{'' if job.open_edges == 1 else 's'} to finish.")
        case Status.PROCESSING:
            return _asked_to_stop(job)
        case Status.COMPLETED | Status.PARTIAL_SUCCESS | Status.FAILED | Status.CANCELLED:
            return None
        case status:
            assert_never(status)


def _for_a_worker(depth: Depth) -> str:
    if not depth.workers.get(Worker.State.RUNNING):
        return "Waits for a worker, and none is running. It starts as soon as one does."
    if depth.waiting > 1:
        return f"Waits for a free worker, with {depth.waiting - 1} other{'' if depth.waiting == 2 else 's'}."
    return "Waits for a free worker."


def _asked_to_stop(job: Job) -> Waiting | None:
    if job.cancel_requested_at:
        return Waiting("Asked to stop: it ends at its next safe point.")
    if job.hold_requested:
        return Waiting("Asked to pause: it stops at its next safe point, and what is finished is kept.")
    return None


def seconds_left(job: Job, attempt_started_at: datetime | None, now: datetime) -> int | None:
    """By the pace of the attempt under way; None while that says little."""
    if job.status != Status.PROCESSING or attempt_started_at is None or not _TELLS_FROM <= job.progress < 100:
        return None
    elapsed = (now - attempt_started_at).total_seconds()
    return round(elapsed * (100 - job.progress) / job.progress)
