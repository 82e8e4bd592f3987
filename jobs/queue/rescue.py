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
from jobs.queue.cascade import cancel_hopeless
from jobs.queue.clock import now as database_now
from jobs.queue.conclude import conclude
from jobs.queue.journal import Journal
from jobs.queue.locking import lock_by_id, locked
from jobs.queue.report import Move, after_failure
from jobs.queue.settle import close_attempt
from jobs.queue.transition import transition
from jobs.states import AttemptOutcome, Status


def rescue(limit: int = 200) -> int:
    """Take back up to `limit` jobs whose lease expired; how many. Several workers may do so at once.

    They may be claimed at once: they waited for the lease already. What kills its workers is first suspected, and run
    in a process of its own, then given up after `max_losses`; a worker's death is not held against suspects.
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
        _lock_parents(ids)
        jobs = locked(Job.objects.filter(pk__in=ids).order_by("pk"), skip=True)
        now = database_now()
        journal = Journal(now)
        taken = [job for job in jobs if _take_one(job, lost, journal, now)]
        conclude(journal)
    cancel_hopeless(journal)
    notifier.announce_jobs([job.pk for job in taken], ready=True)
    return len(taken)


def _lock_parents(ids: list[UUID]) -> None:
    parents = Job.objects.filter(pk__in=ids, parent__isnull=False).values_list("parent_id", flat=True)
    lock_by_id(list(parents))


def _take_one(job: Job, lost: Q, journal: Journal, now: datetime) -> bool:
    """Rescue one locked job; False when its lease was extended, settled or replaced before the lock was ours."""
    lease_id = job.lease_id
    if lease_id is None or not Lease.objects.filter(lost, lease_id=lease_id).delete()[0]:
        return False
    losses = job.losses + 1
    # It ran in a process of its own, whose death its worker would have told: something else took the worker.
    is_spared = job.losses >= conf().suspect_losses
    move = after_failure(job, "rescue", AttemptOutcome.LOST, wake_at=now, is_counted=not is_spared)
    text = f"The worker was lost during attempt {job.attempt}"
    changes: dict[str, Any] = {"failures": job.failures + (not is_spared), "losses": losses}
    most = conf().max_losses_apart if is_spared else conf().max_losses
    if losses >= most and move.to in {Status.SCHEDULED, Status.HELD}:
        move = Move("rescue", Status.FAILED, AttemptOutcome.LOST)
        text = f"Worker lost {'once' if losses == 1 else f'{losses} times'}"
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
        [fact],
        wake_at=move.wake_at,
        **changes,
    )
    close_attempt(job, lease_id, AttemptOutcome.LOST, journal, error_class="WorkerLost", message=text)
    return True
