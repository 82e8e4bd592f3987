"""Enters people's work that was begun, or done, before it came here, with its own times."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from jobs.errors import IdempotencyMismatch
from jobs.events import state_changed
from jobs.models import Job, TimeEntry
from jobs.queue import by_hand
from jobs.queue.clock import now as database_now
from jobs.queue.conclude import conclude
from jobs.queue.enqueue import Enqueued, NewJob, enqueue
from jobs.queue.journal import Journal
from jobs.queue.locking import again_after_deadlock, lock_by_id
from jobs.queue.rollups.stale import mark
from jobs.queue.transition import transition
from jobs.states import Custody, Status


@dataclass(frozen=True, slots=True)
class Past:
    """How far a task had come: pending, processing, completed or cancelled. Times to come count as now."""

    status: Status = Status.PENDING
    created_at: datetime | None = None
    ended_at: datetime | None = None
    spent: timedelta = timedelta()


@again_after_deadlock
def enter(new: NewJob, past: Past) -> Enqueued:
    """The manual job `new` as `past` says; one that has its idempotency key already stays as it is."""
    with transaction.atomic():
        now = database_now()
        made_at = min(past.created_at or now, past.ended_at or now, now)
        try:
            entered = enqueue(replace(new, made_at=made_at))
        except IdempotencyMismatch:  # it was changed where it comes from, or here
            known = Job.objects.get(owner_id=new.owner_id, idempotency_key=new.idempotency_key)
            return Enqueued(known, created=False)
        if entered.created:
            job = lock_by_id([entered.job.pk])[entered.job.pk]
            ended_at = max(made_at, min(past.ended_at or now, now))
            _bring(job, past, Journal(ended_at))
            mark([(job.owner_id, made_at), (job.owner_id, ended_at)], now)
            if past.spent:
                TimeEntry.objects.create(
                    job=job, number=1, person_id=job.owner_id, started_at=ended_at - past.spent, stopped_at=ended_at
                )
    return entered


def _bring(job: Job, past: Past, journal: Journal) -> None:
    match past.status:
        case Status.PROCESSING:
            fact = state_changed(Status.PROCESSING, "Begun before it came here")
            transition(job, "start_timer", Status.PROCESSING, journal, [fact], custody=Custody.PERSON, turn_at=None)
        case Status.COMPLETED:
            by_hand.complete(job, journal)
        case Status.CANCELLED:
            transition(job, "cancel", Status.CANCELLED, journal, [state_changed(Status.CANCELLED, "Cancelled")])
    conclude(journal)
