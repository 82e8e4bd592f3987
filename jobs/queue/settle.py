"""Ends an attempt: what its worker reports decides, with what was asked meanwhile, where the job goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from jobs.conf import conf
from jobs.events import Fact, state_changed
from jobs.models import Attempt, Job, Lease, LedgerEntry
from jobs.queue.backoff import backoff_seconds
from jobs.queue.journal import Journal, json_bytes, sanitised
from jobs.queue.transition import transition
from jobs.states import AttemptOutcome, HeldReason, Status


@dataclass(frozen=True, slots=True)
class Settle:
    """How an attempt ended, by its worker. `seconds` is the wanted wait (snooze, or an error's Retry-After).

    `together` are database writes that happen in the settling transaction or not at all.
    """

    outcome: AttemptOutcome
    result: Any = None
    error_class: str = ""
    message: str = ""
    traceback: str = ""
    seconds: float | None = None
    together: tuple[Callable[[], None], ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """Where a settle leads: the verb, the state, and how the attempt is entered."""

    verb: str
    to: Status
    outcome: AttemptOutcome
    wake_at: datetime | None = None


def settle(job: Job, lease_id: UUID, report: Settle, journal: Journal, now: datetime) -> None:
    """End the attempt of the locked `job`, which `lease_id` holds."""
    report = _within_limits(report)
    move = decide(job, report, now)
    for write in report.together:
        write()
    changes: dict[str, Any] = {}
    if move.to in (Status.COMPLETED, Status.PARTIAL_SUCCESS):
        changes |= {
            "result": sanitised(report.result),
            "progress": 100 if move.to is Status.COMPLETED else job.progress,
        }
    if report.outcome is AttemptOutcome.ERROR:
        changes["failures"] = job.failures + 1
    if report.error_class:
        changes |= {
            "error_class": report.error_class[:100],
            "error_message": sanitised(report.message)[:10_000],
        }
    elif move.to is Status.COMPLETED:
        changes |= {"error_class": "", "error_message": ""}
    if move.to is Status.HELD:
        changes["held_reason"] = job.hold_requested or HeldReason.PERSON
    facts = [_fact(job, report, move)]
    transition(
        job,
        move.verb,
        move.to,
        journal,
        now,
        facts,
        guard=Q(lease_id=lease_id),
        wake_at=move.wake_at,
        **changes,
    )
    close_attempt(
        job,
        lease_id,
        move.outcome,
        now,
        error_class=report.error_class,
        message=report.message,
        traceback=report.traceback,
    )


def decide(job: Job, report: Settle, now: datetime) -> Move:
    """Where `report` leads. Finishing wins over a cancel that was asked for meanwhile; everything else yields."""
    match report.outcome:
        case AttemptOutcome.COMPLETED:
            return Move("complete", Status.COMPLETED, report.outcome)
        case AttemptOutcome.PARTIAL_SUCCESS:
            return Move("partial", Status.PARTIAL_SUCCESS, report.outcome)
        case AttemptOutcome.FAILED:
            return Move("fail", Status.FAILED, report.outcome)
        case AttemptOutcome.ERROR:
            return _after_error(job, report, now)
        case AttemptOutcome.SNOOZED:
            wake_at = now + timedelta(seconds=max(0.0, report.seconds or 0.0))
            return _stopped(job) or Move("snooze", Status.SCHEDULED, report.outcome, wake_at)
        case AttemptOutcome.RELEASED | AttemptOutcome.CANCELLED | AttemptOutcome.HELD:
            return _stopped(job) or Move("release", Status.PENDING, AttemptOutcome.RELEASED)
        case AttemptOutcome.LOST:
            raise ValueError("a worker cannot report itself lost; rescue does")


def after_failure(job: Job, verb: str, outcome: AttemptOutcome, wake_at: datetime) -> Move:
    """Where a job goes that failed once more: cancelled or held when asked for, failed when used up, else on."""
    if job.cancel_requested_at is not None:
        return Move(verb, Status.CANCELLED, outcome)
    if job.failures + 1 >= job.max_attempts:
        return Move(verb, Status.FAILED, outcome)
    if job.hold_requested:
        return Move("settle_held", Status.HELD, outcome)
    return Move(verb, Status.SCHEDULED, outcome, wake_at)


def close_attempt(
    job: Job,
    lease_id: UUID,
    outcome: AttemptOutcome,
    now: datetime,
    *,
    error_class: str = "",
    message: str = "",
    traceback: str = "",
) -> None:
    """Enter how the attempt ended, drop its lease, and abandon the calls it left open: they may have been paid."""
    Lease.objects.filter(lease_id=lease_id).delete()
    Attempt.objects.filter(job_id=job.pk, number=job.attempt).update(
        finished_at=now,
        outcome=outcome,
        error_class=error_class[:100],
        error_message=sanitised(message)[:10_000],
        traceback=sanitised(traceback)[-20_000:],
    )
    LedgerEntry.objects.filter(lease_id=lease_id, state=LedgerEntry.State.RESERVED).update(
        state=LedgerEntry.State.ABANDONED, settled_at=now
    )


def _after_error(job: Job, report: Settle, now: datetime) -> Move:
    wait = max(backoff_seconds(job.failures + 1), report.seconds or 0.0)
    return after_failure(job, "error", report.outcome, now + timedelta(seconds=wait))


def _stopped(job: Job) -> Move | None:
    if job.cancel_requested_at is not None:
        return Move("settle_cancelled", Status.CANCELLED, AttemptOutcome.CANCELLED)
    if job.hold_requested:
        return Move("settle_held", Status.HELD, AttemptOutcome.HELD)
    return None


def _within_limits(report: Settle) -> Settle:
    """A result over the limit fails the job: a shortened one would pass for the whole."""
    size = json_bytes(report.result)
    if size <= conf().result_bytes:
        return report
    return Settle(
        AttemptOutcome.FAILED,
        error_class="ResultTooLarge",
        message=f"The result is {size} bytes; the limit is {conf().result_bytes}.",
    )


def _fact(job: Job, report: Settle, move: Move) -> Fact:
    data: dict[str, Any] = {"attempt": job.attempt}
    if report.error_class:
        data["error"] = {"class": report.error_class, "message": report.message[:2000]}
    match move.to:
        case Status.COMPLETED:
            return state_changed(move.to, "Completed", progress=100, **data)
        case Status.PARTIAL_SUCCESS:
            return state_changed(move.to, report.message or "Completed in part", "warning", **data)
        case Status.FAILED:
            return state_changed(move.to, f"Failed: {report.message}", "error", **data)
        case Status.CANCELLED:
            return state_changed(move.to, "Cancelled", "warning", **data)
        case Status.HELD:
            return state_changed(move.to, "Held", reason=job.hold_requested or HeldReason.PERSON, **data)
        case Status.SCHEDULED if move.wake_at is not None:
            level = "warning" if report.error_class else "info"
            text = f"Attempt {job.attempt} failed: {report.message}" if report.error_class else report.message
            return state_changed(move.to, text or "Waits", level, wake_at=move.wake_at.isoformat(), **data)
        case _:
            return state_changed(move.to, report.message or "Released for another worker", **data)
