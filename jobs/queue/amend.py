"""Changes what a live job says of itself, and with its priority or time its place in the order of claiming."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction

from jobs import notifier
from jobs.conf import conf
from jobs.errors import WrongState
from jobs.events import logged, state_changed
from jobs.models import Job, JobTag
from jobs.queue.clock import now as database_now
from jobs.queue.journal import Journal
from jobs.queue.locking import lock_by_id
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
    estimated_minutes: int | None


def amend(job_id: UUID, changes: JobChanges) -> Job:
    """The job with `changes` made. DoesNotExist; WrongState when it is final, or when `run_at` comes too late."""
    with transaction.atomic():
        found = lock_by_id([job_id])
        if job_id not in found:
            raise Job.DoesNotExist
        job = found[job_id]
        if job.is_final:
            raise WrongState("amend", job.status)
        if "run_at" in changes and job.status not in VERBS["reschedule"].sources:
            raise WrongState("reschedule", job.status)
        now = database_now()
        columns: dict[str, Any] = {key: value for key, value in changes.items() if key != "tags"}
        if "priority" in changes and job.turn_at is not None:
            gained = conf().head_start(changes["priority"]) - conf().head_start(job.priority)
            columns["turn_at"] = job.turn_at - timedelta(seconds=gained)
        for name, value in columns.items():
            setattr(job, name, value)
        if "tags" in changes:
            JobTag.objects.filter(job=job).delete()
            JobTag.objects.bulk_create([JobTag(job=job, name=name) for name in dict.fromkeys(changes["tags"])])
        journal = Journal(now)
        journal.add(job, [logged(f"Changed {', '.join(sorted(changes))}", changed=sorted(changes))])
        Job.objects.filter(pk=job.pk).update(**columns, last_seq=job.last_seq)
        if "run_at" in changes:
            to, wake_at = next_status(job, now)
            transition(job, "reschedule", to, journal, [state_changed(to, "Rescheduled")], wake_at=wake_at)
        journal.flush()
    ready = job.status == Status.PENDING
    transaction.on_commit(lambda: notifier.announce_jobs([job.pk], ready=ready))
    return job
