"""Ends an attempt: what its worker reports decides, with what was asked meanwhile, where the job goes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from jobs.events import Fact, logged, state_changed
from jobs.models import Job
from jobs.queue.artefacts import drop_result, keep, reference
from jobs.queue.children import insert_children
from jobs.queue.journal import Journal, sanitised
from jobs.queue.report import Move, Settle, decide
from jobs.queue.transition import transition
from jobs.states import AttemptOutcome, HeldReason, Phase, Status


def settle(job: Job, lease_id: UUID, report: Settle, journal: Journal) -> None:
    """End the attempt of the locked `job`, which `lease_id` holds."""
    move = decide(job, report, journal.now)
    if move.verb == "fan_out" and (impossible := _impossible(job, report)):
        report = impossible
        move = decide(job, report, journal.now)
    for write in report.together:
        write()
    changes: dict[str, Any] = _counts(job, report.outcome)
    if move.to in (Status.COMPLETED, Status.PARTIAL_SUCCESS):
        changes |= {
            "result": _stored_result(job, report, journal.now),
            "progress": 100,  # nothing more is to be done, whatever is missing
        }
    if report.error_class:
        changes |= {
            "error_class": report.error_class[:100],
            "error_message": sanitised(report.message)[:10_000],
        }
    elif move.to is Status.COMPLETED:
        changes |= {"error_class": "", "error_message": ""}
    if move.to is Status.HELD:
        changes["held_reason"] = job.hold_requested or HeldReason.PERSON
    if move.verb == "fan_out":
        changes |= _fan_out(job, report, journal.now)
    facts = [*(logged(text, "warning") for text in report.warnings), _fact(job, report, move)]
    transition(
        job,
        move.verb,
        move.to,
        journal,
        facts,
        wake_at=move.wake_at,
        **changes,
    )
    close_attempt(
        job,
        lease_id,
        move.outcome,
        journal,
        error_class=report.error_class,
        message=report.message,
        traceback=report.traceback,
    )


def close_attempt(
    job: Job,
    lease_id: UUID,
    outcome: AttemptOutcome,
    journal: Journal,
    *,
    error_class: str = "",
    message: str = "",
    traceback: str = "",
) -> None:
    """Enter how the attempt ended that held `job` by `lease_id`."""
    journal.close(
        {
            "job_id": job.pk,
            "lease_id": lease_id,
            "number": job.attempt,
            "finished_at": journal.now,
            "outcome": outcome,
            "error_class": error_class[:100],
            "error_message": sanitised(message)[:10_000],
            "traceback": sanitised(traceback)[-20_000:],
        },
    )


def _counts(job: Job, outcome: AttemptOutcome) -> dict[str, Any]:
    """The job's counts of what went wrong, after an attempt that ended so."""
    if outcome not in {AttemptOutcome.ERROR, AttemptOutcome.LOST}:
        return {}
    return {"failures": job.failures + 1, "losses": job.losses + (outcome is AttemptOutcome.LOST)}


def _impossible(job: Job, report: Settle) -> Settle | None:
    """The failure of a fan-out whose policy its children, and those of rounds before, cannot meet; None if they can."""
    total = job.children_total + len(report.children)
    if objection := report.join.objection(total, job.children_failed):
        message = f"The fan-out's policy cannot be met: {objection}"
        return Settle(AttemptOutcome.FAILED, error_class="InvalidFanOut", message=message)
    return None


def _fan_out(job: Job, report: Settle, now: datetime) -> dict[str, Any]:
    """Enter the children of the locked `job`; its columns that count them."""
    insert_children(job, report.children, now, at_once=report.at_once)
    job.children_open += len(report.children)  # decides who has the job from now on
    return {
        "phase": Phase.JOIN,
        "round": job.round + 1,
        "join_policy": report.join.stored(),
        "children_at_once": report.at_once,
        "children_open": job.children_open,
        "children_total": job.children_total + len(report.children),
    }


def _stored_result(job: Job, report: Settle, now: datetime) -> Any:
    """The result as its column keeps it: one that is too large for that is an artefact, and the column refers to it."""
    if report.artefact is None:
        if job.attempt > 1:
            drop_result(job.pk)
        return sanitised(report.result)
    keep(job.pk, [report.artefact], now)
    return reference(job.pk, report.artefact)


def _fact(job: Job, report: Settle, move: Move) -> Fact:
    data: dict[str, Any] = {"attempt": job.attempt}
    if report.error_class:
        data["error"] = {"class": report.error_class, "message": report.message[:2000]}
    match move.to:
        case Status.COMPLETED:
            return state_changed(move.to, "Completed", progress=100, **data)
        case Status.PARTIAL_SUCCESS:
            return state_changed(move.to, report.message or "Completed in part", "warning", progress=100, **data)
        case Status.FAILED:
            return state_changed(move.to, f"Failed: {report.message}", "error", **data)
        case Status.CANCELLED:
            return state_changed(move.to, "Cancelled", "warning", **data)
        case _:
            return _live_fact(job, report, move, data)


def _live_fact(job: Job, report: Settle, move: Move, data: dict[str, Any]) -> Fact:
    match move.to:
        case Status.HELD:
            return state_changed(move.to, "Held", reason=job.hold_requested or HeldReason.PERSON, **data)
        case Status.PROCESSING:
            return state_changed(move.to, f"Works in {len(report.children)} parts", parts=len(report.children), **data)
        case Status.SCHEDULED if move.wake_at is not None:
            level = "warning" if report.error_class else "info"
            text = f"Attempt {job.attempt} failed: {report.message}" if report.error_class else report.message
            met = {"gate": report.gate} if report.gate else {}
            return state_changed(move.to, text or "Waits", level, wake_at=move.wake_at.isoformat(), **met, **data)
        case _:
            return state_changed(move.to, report.message or "Released for another worker", **data)
