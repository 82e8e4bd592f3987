"""Accepts jobs. What is accepted is committed; nothing is enqueued by halves."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never
from uuid import UUID

import uuid_utils.compat as uuid
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction

from jobs import notifier
from jobs.conf import conf
from jobs.errors import IdempotencyMismatch, QueueFull, UniqueConflict
from jobs.events import state_changed
from jobs.models import Dependency, Job, JobTag
from jobs.models.ids import id_of_time
from jobs.queue.amend import JobChanges, amend
from jobs.queue.clock import now as database_now
from jobs.queue.due_reminders import follow_due
from jobs.queue.edges import add_edges, holds_back, upstream_of
from jobs.queue.fairness import Turns
from jobs.queue.insert import insert_jobs
from jobs.queue.journal import Journal
from jobs.queue.lift import weigh_later
from jobs.queue.transition import next_status
from jobs.queue.unique import OnConflict, Unique, holder_of, stored_key
from jobs.states import VERBS, WAITING, HeldReason, Priority, Status, higher


@dataclass(frozen=True, slots=True)
class NewJob:
    """A validated submission. Times are aware; `max_cost_nano` is in billionths of a dollar.

    `beyond_limit` lets it in however many unfinished jobs its owner has. `made_at` is when it was made, if before now.
    """

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
    remind_minutes_before: int | None = None
    max_cost_nano: int | None = None
    idempotency_key: str | None = None
    depends_on: Sequence[UUID] = ()
    on_dependency_failure: str = Dependency.OnFailure.CANCEL
    schedule_id: UUID | None = None
    beyond_limit: bool = False
    unique: Unique | None = None
    made_at: datetime | None = None

    def request_hash(self) -> str:
        """SHA-256 of what was asked for: the same key with another hash is another request."""
        asked = [
            self.kind, self.payload, self.title, self.description, self.priority, self.category, sorted(self.tags),
            self.assignee_id, self.run_at, self.due_at, self.estimated_minutes, self.max_attempts, self.max_cost_nano,
        ]  # fmt: skip
        if self.depends_on:
            asked += [sorted(map(str, self.depends_on)), self.on_dependency_failure]
        if self.remind_minutes_before is not None:
            asked.append(self.remind_minutes_before)
        if self.unique:
            rules = self.unique
            asked += [rules.key, sorted(rules.states), str(rules.period_seconds), rules.on_conflict]
        text = json.dumps(asked, sort_keys=True, cls=DjangoJSONEncoder)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Enqueued:
    """`created` is False when the idempotency key had already made this job.

    `kept` when another job has the unique key: that is `job` then, as it was or replaced.
    """

    job: Job
    created: bool
    kept: bool = False


def enqueue(new: NewJob) -> Enqueued:
    """Enter `new` in the queue, inside the caller's transaction if there is one.

    QueueFull when the owner has too many unfinished jobs, IdempotencyMismatch when its key made another one,
    InvalidSubmission when it is to wait for what is not there, UniqueConflict when another job has its unique key.
    """
    with transaction.atomic():
        if new.idempotency_key and (known := _known(new)):
            return Enqueued(known, created=False)
        if taken := _taken(new):
            return taken
        limit = conf().max_queued_per_owner
        turns = Turns()
        if not new.beyond_limit and turns.standing(new.owner_id, new.priority).unfinished >= limit:
            raise QueueFull(limit)
        upstream = upstream_of(new.owner_id, new.depends_on, new.on_dependency_failure) if new.depends_on else []
        job = _row(new, database_now(), open_edges=sum(not other.is_final for other in upstream))
        if holds_back(upstream, new.on_dependency_failure):
            job.status, job.wake_at, job.held_reason = Status.HELD, None, HeldReason.UPSTREAM
        if job.status == Status.PENDING:
            job.turn_at = turns.place(job, job.created_at)
        if other := _insert(job, new):
            return other
        add_edges(job, upstream, new.on_dependency_failure)
        JobTag.objects.bulk_create([JobTag(job=job, name=name) for name in dict.fromkeys(new.tags)])
        journal = Journal(job.created_at)
        job.last_seq = 0
        journal.add(job, [state_changed(job.status, "Accepted")])
        journal.flush()
        _let_follow(job, upstream, journal)
    transaction.on_commit(lambda: notifier.announce_jobs([job.id], ready=job.status == Status.PENDING))
    return Enqueued(job, created=True)


def _let_follow(job: Job, upstream: Sequence[Job], journal: Journal) -> None:
    """Its reminder, and the priority that it hands on to what it waits for."""
    if job.remind_minutes_before is not None:
        follow_due(job, journal)
    if any(higher(job.priority, other.effective_priority) for other in upstream if not other.is_final):
        weigh_later([job.pk])


def enqueue_many(asked: Sequence[NewJob]) -> list[Job]:
    """Enter all of `asked` or none, as fast as the database loads rows, inside the caller's transaction if any.

    For jobs without keys and dependencies: ValueError otherwise. QueueFull as in `enqueue`.
    """
    if any(new.idempotency_key or new.depends_on or new.unique for new in asked):
        raise ValueError("many at once take neither keys nor dependencies; enqueue those one by one")
    if not asked:
        return []
    with transaction.atomic():
        turns, now = Turns(), database_now()
        _check_quotas(asked, turns)
        tags: list[JobTag] = []
        jobs = [_row(new, now) for new in asked]
        insert_jobs(jobs, [state_changed(job.status, "Accepted") for job in jobs], turns)
        for job, new in zip(jobs, asked, strict=True):
            tags += [JobTag(job=job, name=name) for name in dict.fromkeys(new.tags)]
        JobTag.objects.bulk_create(tags, batch_size=1000)
        journal = Journal(now)
        for job in jobs:
            _let_follow(job, (), journal)
    # A hint need not name them all: one of each owner wakes the workers, and whoever watches that owner's list.
    told = list({job.owner_id: job.pk for job in jobs}.values())[: notifier.IDS_PER_HINT]
    transaction.on_commit(lambda: notifier.announce_jobs(told, ready=True))
    return jobs


def _check_quotas(asked: Sequence[NewJob], turns: Turns) -> None:
    limit = conf().max_queued_per_owner
    wanted = Counter(new.owner_id for new in asked if not new.beyond_limit)
    for owner_id, count in wanted.items():
        if turns.standing(owner_id, Priority.MEDIUM).unfinished + count > limit:
            raise QueueFull(limit)


def _insert(job: Job, new: NewJob) -> Enqueued | None:
    """Insert `job`, or return what another submission with one of its keys has just made."""
    if new.idempotency_key is None and new.unique is None:
        job.save(force_insert=True)
        return None
    for last in (False, False, True):
        try:
            with transaction.atomic():
                job.save(force_insert=True)
        except IntegrityError:
            if new.idempotency_key and (known := _known(new)):
                return Enqueued(known, created=False)
            if taken := _taken(new):
                return taken
            if last or new.unique is None:  # else the other one has ended meanwhile
                raise
        else:
            return None
    return None


def _taken(new: NewJob) -> Enqueued | None:
    """What the rules of the unique key say where another job has it; None when it is free."""
    if new.unique is None:
        return None
    stored = stored_key(new.owner_id, new.kind, new.unique.key)
    holder = holder_of(stored, new.unique, new.depends_on)
    if holder is None:
        return None
    match new.unique.on_conflict:
        case OnConflict.KEEP:
            return Enqueued(holder, created=False, kept=True)
        case OnConflict.REPLACE if holder.status in WAITING and not holder.attempt:
            return Enqueued(_replaced(holder, new), created=False, kept=True)
        case OnConflict.REPLACE | OnConflict.REJECT:
            raise UniqueConflict(holder.pk, holder.status)
        case rule:
            assert_never(rule)


def _replaced(holder: Job, new: NewJob) -> Job:
    """`holder`, which has never run, with what `new` asks for; its id and what waits for it stay."""
    changes = JobChanges(
        title=new.title,
        description=new.description,
        category=new.category,
        tags=list(new.tags),
        priority=new.priority,
        assignee_id=new.assignee_id,
        due_at=new.due_at,
        estimated_minutes=new.estimated_minutes,
        remind_minutes_before=new.remind_minutes_before,
    )
    columns: dict[str, Any] = {}
    if holder.status not in VERBS["reschedule"].sources:
        columns["run_at"] = new.run_at
    elif holder.run_at != new.run_at:
        changes["run_at"] = new.run_at
    Job.objects.filter(pk=holder.pk).update(
        **columns,
        payload=new.payload,
        payload_version=new.payload_version,
        max_attempts=new.max_attempts,
        timeout_seconds=new.timeout_seconds,
        max_cost_nano=new.max_cost_nano,
    )
    return amend(holder.pk, changes)


def _known(new: NewJob) -> Job | None:
    job = Job.objects.filter(owner_id=new.owner_id, idempotency_key=new.idempotency_key).first()
    if job is not None and job.request_hash != new.request_hash():
        raise IdempotencyMismatch
    return job


def _row(new: NewJob, now: datetime, *, open_edges: int = 0) -> Job:
    made_at = new.made_at or now
    job_id = id_of_time(made_at) if new.made_at else uuid.uuid7()
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
        remind_minutes_before=new.remind_minutes_before,
        run_at=new.run_at,
        due_at=new.due_at,
        created_at=made_at,
        open_edges=open_edges,
        schedule_id=new.schedule_id,
        idempotency_key=new.idempotency_key,
        unique_key=stored_key(new.owner_id, new.kind, new.unique.key) if new.unique else None,
        keeps_key=bool(new.unique and new.unique.outlives_its_job),
        request_hash=new.request_hash() if new.idempotency_key else "",
        last_seq=1,
    )
    job.status, job.wake_at = next_status(job, now)
    return job
