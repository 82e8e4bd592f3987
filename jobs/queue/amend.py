"""Changes what a live job says of itself, and with its priority or time its place in the order of claiming."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction

from jobs import notifier
from jobs.errors import WrongState
from jobs.events import logged, state_changed
from jobs.models import Job, JobTag, TimeEntry
from jobs.queue.clock import now as database_now
from jobs.queue.due_reminders import FOLLOWED, check_reminder, follow_due
from jobs.queue.journal import Journal
from jobs.queue.lift import turn_lifted, waited_for, weigh_later
from jobs.queue.locking import again_after_deadlock, lock_by_id
from jobs.queue.moments import check_moments
from jobs.queue.rewire import lock_upstream, rewire
from jobs.queue.rollups.stale import mark
from jobs.queue.timing import stop
from jobs.queue.transition import next_status, transition
from jobs.states import VERBS, Status


class JobChanges(TypedDict, total=False):
    """What may be changed while a job is live; a key that is absent leaves its field as it is."""

    title: str
    description: str
    category: str
    tags: list[str]
    priority: str
    assignee_id: UUID | None
    run_at: datetime | None
    due_at: datetime | None
    remind_minutes_before: int | None
    estimated_minutes: int | None
    depends_on: list[UUID]
    max_cost_nano: int | None


@again_after_deadlock
def amend(job_id: UUID, changes: JobChanges) -> Job:
    """The job with `changes` made. DoesNotExist; WrongState when it is final, or when a change comes too late.

    InvalidSubmission when it cannot wait for what `depends_on` names.
    """
    with transaction.atomic():
        upstream = lock_upstream(job_id, changes["depends_on"]) if "depends_on" in changes else []
        found = lock_by_id([job_id])
        if job_id not in found:
            raise Job.DoesNotExist
        job = found[job_id]
        _check(job, changes)
        journal = Journal(database_now())
        due_before = _followed(job)
        _set(job, changes, journal)
        if changes.keys() & {"priority", "depends_on"}:
            weigh_later({job_id, *waited_for([job_id])})  # what it waits for no more, too
        if "depends_on" in changes:
            rewire(job, upstream, journal)
        if "assignee_id" in changes:
            _stop_timers(job, journal.now)
        if "run_at" in changes:
            _reschedule(job, journal)
        if _followed(job) != due_before:
            follow_due(job, journal)
        journal.flush()
    ready = job.status == Status.PENDING
    transaction.on_commit(lambda: notifier.announce_jobs([job.pk], ready=ready))
    return job


def _followed(job: Job) -> list[object]:
    return [getattr(job, name) for name in sorted(FOLLOWED)]


def _set(job: Job, changes: JobChanges, journal: Journal) -> None:
    before = job.effective_priority
    columns: dict[str, Any] = {key: value for key, value in changes.items() if key not in {"tags", "depends_on"}}
    for name, value in columns.items():
        setattr(job, name, value)
    if "priority" in changes:
        columns["turn_at"] = job.turn_at = turn_lifted(job, before)
        mark([(job.owner_id, job.created_at)], journal.now)
    if "tags" in changes:
        _retag(job, changes["tags"])
    journal.add(job, [logged(f"Changed {', '.join(sorted(changes))}", changed=sorted(changes))])
    Job.objects.filter(pk=job.pk).update(**columns, last_seq=job.last_seq)


def _stop_timers(job: Job, now: datetime) -> None:
    """Whoever may not work on it any more could not stop their timer either."""
    allowed = [person for person in (job.owner_id, job.assignee_id) if person is not None]
    stop(TimeEntry.objects.filter(job=job).exclude(person_id__in=allowed), now)


def _check(job: Job, changes: JobChanges) -> None:
    if job.is_final:
        raise WrongState("amend", job.status)
    if "run_at" in changes and job.status not in VERBS["reschedule"].sources:
        raise WrongState("reschedule", job.status)
    check_moments({"run_at": changes.get("run_at"), "due_at": changes.get("due_at")})
    if changes.get("remind_minutes_before") is not None:
        check_reminder(job.kind, changes.get("due_at", job.due_at))


def _reschedule(job: Job, journal: Journal) -> None:
    if job.status in VERBS["reschedule"].sources:  # else it has just begun to wait for others, and `run_at` comes after
        to, wake_at = next_status(job, journal.now)
        transition(job, "reschedule", to, journal, [state_changed(to, "Rescheduled")], wake_at=wake_at)


def _retag(job: Job, tags: list[str]) -> None:
    JobTag.objects.filter(job=job).delete()
    JobTag.objects.bulk_create([JobTag(job=job, name=name) for name in dict.fromkeys(tags)])
