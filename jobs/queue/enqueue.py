"""Accepts jobs. What is accepted is committed; nothing is enqueued by halves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import uuid_utils.compat as uuid
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction

from jobs import notifier
from jobs.conf import conf
from jobs.errors import IdempotencyMismatch, QueueFull
from jobs.events import state_changed
from jobs.models import Job, JobTag
from jobs.queue.clock import now as database_now
from jobs.queue.journal import Journal
from jobs.queue.transition import turn_for
from jobs.states import Priority, Status


@dataclass(frozen=True, slots=True)
class NewJob:
    """A validated submission. Times are aware; `max_cost_nano` is in billionths of a dollar."""

    owner_id: UUID
    kind: str
    payload: dict[str, Any]
    payload_version: int
    title: str
    max_attempts: int
    timeout_seconds: float
    description: str = ""
    priority: str = Priority.MEDIUM
    category: str = ""
    tags: Sequence[str] = ()
    assignee_id: UUID | None = None
    run_at: datetime | None = None
    due_at: datetime | None = None
    estimated_minutes: int | None = None
    max_cost_nano: int | None = None
    idempotency_key: str | None = None

    def request_hash(self) -> str:
        """SHA-256 of what was asked for: the same key with another hash is another request."""
        asked = [
            self.kind, self.payload, self.title, self.description, self.priority, self.category, sorted(self.tags),
            self.assignee_id, self.run_at, self.due_at, self.estimated_minutes, self.max_attempts, self.max_cost_nano,
        ]  # fmt: skip
        text = json.dumps(asked, sort_keys=True, cls=DjangoJSONEncoder)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Enqueued:
    """`created` is False when the idempotency key had already made this job."""

    job: Job
    created: bool


def enqueue(new: NewJob) -> Enqueued:
    """Enter `new` in the queue, inside the caller's transaction if there is one.

    QueueFull when the owner has too many unfinished jobs, IdempotencyMismatch when its key made another one.
    """
    with transaction.atomic():
        if new.idempotency_key and (known := _known(new)):
            return Enqueued(known, created=False)
        limit = conf().max_queued_per_owner
        if Job.objects.owned_by(new.owner_id).live().order_by()[:limit].count() >= limit:
            raise QueueFull(limit)
        job = _row(new, database_now())
        if known := _insert(job, new):
            return Enqueued(known, created=False)
        JobTag.objects.bulk_create([JobTag(job=job, name=name) for name in dict.fromkeys(new.tags)])
        journal = Journal(job.created_at)
        job.last_seq = 0
        journal.add(job, [state_changed(job.status, "Accepted")])
        journal.flush()
    transaction.on_commit(lambda: notifier.announce_jobs([job.id], ready=job.status == Status.PENDING))
    return Enqueued(job, created=True)


def _insert(job: Job, new: NewJob) -> Job | None:
    """Insert `job`, or return the one that another submission with its key has just made."""
    if new.idempotency_key is None:
        job.save(force_insert=True)
        return None
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        if known := _known(new):
            return known
        raise
    return None


def _known(new: NewJob) -> Job | None:
    job = Job.objects.filter(owner_id=new.owner_id, idempotency_key=new.idempotency_key).first()
    if job is not None and job.request_hash != new.request_hash():
        raise IdempotencyMismatch
    return job


def _row(new: NewJob, now: datetime) -> Job:
    later = new.run_at is not None and new.run_at > now
    job_id = uuid.uuid7()
    job = Job(
        id=job_id,
        root_id=job_id,
        owner_id=new.owner_id,
        assignee_id=new.assignee_id,
        kind=new.kind,
        payload=new.payload,
        payload_version=new.payload_version,
        title=new.title,
        description=new.description,
        priority=new.priority,
        category=new.category,
        max_attempts=new.max_attempts,
        timeout_seconds=new.timeout_seconds,
        max_cost_nano=new.max_cost_nano,
        estimated_minutes=new.estimated_minutes,
        run_at=new.run_at,
        due_at=new.due_at,
        created_at=now,
        status=Status.SCHEDULED if later else Status.PENDING,
        wake_at=new.run_at if later else None,
        idempotency_key=new.idempotency_key,
        request_hash=new.request_hash() if new.idempotency_key else "",
        last_seq=1,
    )
    if not later:
        job.turn_at = turn_for(job, now)
    return job
