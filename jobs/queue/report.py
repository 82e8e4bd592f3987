"""What a worker reports of an ended attempt, and where that leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from jobs.conf import conf
from jobs.models import Job
from jobs.queue.backoff import backoff_seconds
from jobs.queue.children import NewChild
from jobs.queue.join_policy import ALL, JoinPolicy
from jobs.queue.writes import Batch, NewArtefact
from jobs.states import AttemptOutcome, Status

FINISHED = {
    AttemptOutcome.COMPLETED: ("complete", Status.COMPLETED),
    AttemptOutcome.PARTIAL_SUCCESS: ("partial", Status.PARTIAL_SUCCESS),
    AttemptOutcome.FAILED: ("fail", Status.FAILED),
}


@dataclass(frozen=True, slots=True)
class Settle:
    """How an attempt ended, by its worker. LOST says that the process which it had to itself has died.

    `seconds` is the wanted wait (snooze, or an error's Retry-After). `together` are database writes that happen in the
    settling transaction or not at all. A fan-out brings `children`, `join` and `at_once`. `artefact` is the result,
    where that is too large for the job's row. `gate` is the key of the gate that it met, if it met one. `most_failures`
    is after how many of them such an error, met twice running, is not tried again, where that is fewer than usual.
    `warnings` go to the job's log before its end. `batch` is what the attempt had still to report, committed before.
    """

    outcome: AttemptOutcome
    result: Any = None
    error_class: str = ""
    message: str = ""
    traceback: str = ""
    seconds: float | None = None
    together: tuple[Callable[[], None], ...] = ()
    children: Sequence[NewChild] = ()
    join: JoinPolicy = ALL
    at_once: int | None = None
    artefact: NewArtefact | None = None
    gate: str = ""
    most_failures: int | None = None
    warnings: tuple[str, ...] = ()
    batch: Batch | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Where a settle leads: the verb, the state, and how the attempt is entered."""

    verb: str
    to: Status
    outcome: AttemptOutcome
    wake_at: datetime | None = None


def decide(job: Job, report: Settle, now: datetime) -> Move:
    """Where `report` leads. Finishing wins over a cancel that was asked for meanwhile; everything else yields."""
    if report.outcome in FINISHED:
        verb, to = FINISHED[report.outcome]
        return Move(verb, to, report.outcome)
    match report.outcome:
        case AttemptOutcome.ERROR:
            return _after_error(job, report, now)
        case AttemptOutcome.FANNED_OUT:
            return _stopped(job) or Move("fan_out", Status.PROCESSING, report.outcome)
        case AttemptOutcome.SNOOZED:
            wake_at = now + timedelta(seconds=max(0.0, report.seconds or 0.0))
            return _stopped(job) or Move("snooze", Status.SCHEDULED, report.outcome, wake_at)
        case AttemptOutcome.LOST:
            return _after_own_loss(job, report, now)
        case _:
            return _stopped(job) or Move("release", Status.PENDING, AttemptOutcome.RELEASED)


def after_failure(job: Job, verb: str, outcome: AttemptOutcome, wake_at: datetime, *, is_counted: bool = True) -> Move:
    """Where a job goes that failed once more: cancelled or held when asked for, failed when used up, else on."""
    if job.cancel_requested_at is not None:
        return Move(verb, Status.CANCELLED, outcome)
    if is_counted and job.failures + 1 >= job.max_attempts:
        return Move(verb, Status.FAILED, outcome)
    if job.hold_requested:
        return Move("settle_held", Status.HELD, outcome)
    return Move(verb, Status.SCHEDULED, outcome, wake_at)


def _after_error(job: Job, report: Settle, now: datetime) -> Move:
    wait = max(backoff_seconds(job.failures + 1), report.seconds or 0.0)
    if _is_enough(job, report) and job.cancel_requested_at is None:
        return Move("error", Status.FAILED, report.outcome)
    return after_failure(job, "error", report.outcome, now + timedelta(seconds=wait))


def _is_enough(job: Job, report: Settle) -> bool:
    """Whether `report` is of an error that is not tried again any more, though others would be."""
    is_like_the_last = job.failures == 0 or job.error_class == report.error_class
    return report.most_failures is not None and is_like_the_last and job.failures + 1 >= report.most_failures


def _after_own_loss(job: Job, report: Settle, now: datetime) -> Move:
    """The process that an attempt had to itself has died: that is the job's own doing."""
    move = _after_error(job, report, now)
    if job.losses + 1 >= conf().max_losses and move.to in {Status.SCHEDULED, Status.HELD}:
        return Move("error", Status.FAILED, report.outcome)
    return move


def _stopped(job: Job) -> Move | None:
    if job.cancel_requested_at is not None:
        return Move("settle_cancelled", Status.CANCELLED, AttemptOutcome.CANCELLED)
    if job.hold_requested:
        return Move("settle_held", Status.HELD, AttemptOutcome.HELD)
    return None
