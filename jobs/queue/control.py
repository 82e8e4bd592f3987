"""What people ask of a job: cancel, hold, resume, retry. Each settles the race with its worker in the row lock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from jobs import notifier
from jobs.errors import WrongState
from jobs.events import state_changed
from jobs.models import Job
from jobs.queue.clock import now as database_now
from jobs.queue.journal import Journal
from jobs.queue.locking import lock_by_id
from jobs.queue.transition import next_status, transition
from jobs.states import FINAL, WAITING, HeldReason, Status

Change = Callable[[Job, Journal, datetime], bool]


def cancel(job_id: UUID) -> Job:
    """Cancel a waiting job at once, ask a running one to stop; asking twice changes nothing.

    WrongState when the job is final and was not cancelled.
    """
    return _change(job_id, _cancel)


def hold(job_id: UUID, reason: HeldReason = HeldReason.PERSON) -> Job:
    """Keep a waiting job back, ask a running one to pause; holding twice changes nothing."""

    def change(job: Job, journal: Journal, now: datetime) -> bool:
        return _hold(job, reason, journal, now)

    return _change(job_id, change)


def resume(job_id: UUID) -> Job:
    """Let a held job go on to the state its circumstances demand. WrongState unless held or asked to hold."""
    return _change(job_id, _resume)


def retry(job_id: UUID) -> Job:
    """Run a finished job again, or a waiting one at once. WrongState when it is running, pending or completed."""
    return _change(job_id, _retry)


def _change(job_id: UUID, change: Change) -> Job:
    with transaction.atomic():
        found = lock_by_id([job_id])
        if job_id not in found:
            raise Job.DoesNotExist
        job = found[job_id]
        now = database_now()
        journal = Journal(now)
        changed = change(job, journal, now)
        journal.flush()
    if changed:
        ready = job.status == Status.PENDING
        transaction.on_commit(lambda: notifier.announce_jobs([job.pk], ready=ready, control=True))
    return job


def _cancel(job: Job, journal: Journal, now: datetime) -> bool:
    if job.status == Status.CANCELLED or job.cancel_requested_at is not None:
        return False
    if job.status in WAITING:
        transition(job, "cancel", Status.CANCELLED, journal, now, [state_changed(Status.CANCELLED, "Cancelled")])
        return True
    if job.status in FINAL:
        raise WrongState("cancel", job.status)
    job.cancel_requested_at = now
    _flag(job, "request_cancel", "Cancel requested", journal, cancel_requested_at=now)
    return True


def _hold(job: Job, reason: HeldReason, journal: Journal, now: datetime) -> bool:
    if job.status == Status.HELD or job.hold_requested:
        return False
    if job.status == Status.PROCESSING:
        job.hold_requested = reason
        _flag(job, "request_hold", "Hold requested", journal, hold_requested=reason)
        return True
    fact = state_changed(Status.HELD, "Held", reason=reason)
    transition(job, "hold", Status.HELD, journal, now, [fact], held_reason=reason)
    return True


def _resume(job: Job, journal: Journal, now: datetime) -> bool:
    if job.status == Status.PROCESSING and job.hold_requested:
        job.hold_requested = None
        _flag(job, "request_hold", "Hold withdrawn", journal, hold_requested=None)
        return True
    to, wake_at = next_status(job, now)
    transition(job, "resume", to, journal, now, [state_changed(to, "Resumed")], wake_at=wake_at)
    return True


def _retry(job: Job, journal: Journal, now: datetime) -> bool:
    to, wake_at = next_status(job, now)
    if job.status == Status.SCHEDULED:
        to, wake_at = (Status.PENDING, None) if to is Status.SCHEDULED else (to, wake_at)
    # One more failure is allowed than have been counted; `attempt` and `failures` never fall.
    allowed = max(job.max_attempts, job.failures + 1)
    transition(
        job,
        "retry",
        to,
        journal,
        now,
        [state_changed(to, "Retried")],
        wake_at=wake_at,
        max_attempts=allowed,
        losses=0,
        error_class="",
        error_message="",
    )
    return True


def _flag(job: Job, verb: str, message: str, journal: Journal, **flags: object) -> None:
    """Set a flag that the job's worker will see; one guarded UPDATE on a processing job."""
    asked = Job.objects.filter(Q(pk=job.pk), status=Status.PROCESSING).update(last_seq=F("last_seq") + 1, **flags)
    if not asked:
        raise WrongState(verb, job.status)
    journal.add(job, [state_changed(job.status, message, requested=verb)])
