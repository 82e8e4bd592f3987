"""Takes jobs back from workers that fell silent. The lost attempt is counted, closed, and its calls abandoned."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from jobs import notifier
from jobs.conf import conf
from jobs.events import state_changed
from jobs.models import Job, Lease
from jobs.queue.clock import now as database_now
from jobs.queue.journal import Journal
from jobs.queue.locking import locked
from jobs.queue.settle import Move, after_failure, close_attempt
from jobs.queue.transition import transition
from jobs.states import AttemptOutcome, Status


def rescue(limit: int = 200) -> int:
    """Take back up to `limit` jobs whose lease expired; how many. Several workers may do so at once.

    They may be claimed at once: they waited for the lease already, and what kills its workers is given up after
    `max_losses`.
    """
    return _take_back(Q(expires_at__lt=Now()), limit)


def release_dead(worker_id: UUID) -> int:
    """Take back all jobs of a worker whose process is known to have ended; how many."""
    return _take_back(Q(worker_id=worker_id), 10_000)


def _take_back(lost: Q, limit: int) -> int:
    """`lost` is the condition a lease must meet to be taken back."""
    with transaction.atomic():
        ids = list(Lease.objects.filter(lost).order_by("expires_at").values_list("job_id", flat=True)[:limit])
        if not ids:
            return 0
        jobs = locked(Job.objects.filter(pk__in=ids).order_by("pk"), skip=True)
        now = database_now()
        journal = Journal(now)
        taken = [job for job in jobs if _take_one(job, lost, journal, now)]
        journal.flush()
    notifier.announce_jobs([job.pk for job in taken], ready=True)
    return len(taken)


def _take_one(job: Job, lost: Q, journal: Journal, now: datetime) -> bool:
    """Rescue one locked job; False when its lease was extended, settled or replaced before the lock was ours."""
    lease_id = job.lease_id
    if lease_id is None or not Lease.objects.filter(lost, lease_id=lease_id).delete()[0]:
        return False
    losses = job.losses + 1
    move = after_failure(job, "rescue", AttemptOutcome.LOST, wake_at=now)
    text = f"The worker was lost during attempt {job.attempt}"
    changes: dict[str, Any] = {"failures": job.failures + 1, "losses": losses}
    if losses >= conf().max_losses and move.to in {Status.SCHEDULED, Status.HELD}:
        move = Move("rescue", Status.FAILED, AttemptOutcome.LOST)
        text = f"Worker lost {losses} times"
    if move.to is Status.HELD:
        changes["held_reason"] = job.hold_requested
    if move.to is not Status.CANCELLED:
        changes |= {"error_class": "WorkerLost", "error_message": text}
    fact = state_changed(move.to, text, "warning", attempt=job.attempt, error={"class": "WorkerLost", "message": text})
    transition(
        job,
        move.verb,
        move.to,
        journal,
        now,
        [fact],
        guard=Q(lease_id=lease_id),
        wake_at=move.wake_at,
        **changes,
    )
    close_attempt(job, lease_id, AttemptOutcome.LOST, now, error_class="WorkerLost", message=text)
    return True
