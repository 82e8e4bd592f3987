"""Reminders of due dates: a scheduled job each, which follows its task and goes when that ends.

There is at most one for a task: the unique index on `Job.unique_key` is the guard, and the task's row lock comes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

import uuid_utils.compat as uuid
from django.db import transaction

from jobs import notifier
from jobs.errors import InvalidSubmission
from jobs.events import logged, state_changed
from jobs.models import Job
from jobs.queue.insert import insert_jobs
from jobs.queue.journal import Journal
from jobs.queue.locking import lock_by_id
from jobs.queue.transition import next_status, transition
from jobs.states import MANUAL, REMINDER, VERBS, WAITING, Status

# A change of these may move the reminder or give it to somebody else.
FOLLOWED = frozenset({"due_at", "remind_minutes_before", "assignee_id"})
MAX_ATTEMPTS, TIMEOUT_SECONDS = 5, 60.0


def check_reminder(kind: str, due_at: datetime | None) -> None:
    """InvalidSubmission unless a job of `kind` that is due at `due_at` can be reminded of."""
    if kind != MANUAL:
        text = "Reminders of due dates are for manual jobs; send a job of the kind reminder with its own run_at."
        raise InvalidSubmission({"remind_minutes_before": text})
    if due_at is None:
        raise InvalidSubmission({"remind_minutes_before": "There is no due date to be reminded of: give due_at too."})


def follow_due(task: Job, journal: Journal, *, if_future: bool = False) -> None:
    """Let the reminder of the locked, live `task` come when its columns say now, and to whom; none where they say none.

    One that is late already comes at once while the task is not due yet; never with `if_future`.
    """
    at, reminder = _wanted_at(task, journal.now), _reminder_of(task.pk)
    if at is not None and if_future and at <= journal.now:
        at = None
    if reminder is not None and reminder.status not in WAITING:
        return  # it is being sent
    if reminder is not None and (at is None or reminder.owner_id != _person(task)):
        _cancel(reminder, "No reminder is wanted of it any more", journal)
        journal.flush()  # its key is free again
        reminder = None
    if at is None:
        return
    if reminder is None:
        _insert(task, at, journal)
    elif reminder.run_at != at:
        _move(reminder, at, journal)


def drop_reminders(ended: Iterable[Job], journal: Journal) -> None:
    """Cancel the reminders of those of the `ended` jobs that have one."""
    keys = [_key(job.pk) for job in ended if job.remind_minutes_before is not None]
    if not keys:
        return
    for reminder in lock_by_id(Job.objects.filter(unique_key__in=keys).values_list("pk", flat=True)).values():
        if reminder.status in WAITING:
            _cancel(reminder, "What it was to remind of has ended", journal)


def _key(task_id: UUID) -> str:
    """Unlike any that a person can ask for, which begins with an owner's id."""
    return f"due:{task_id.hex}"


def _person(task: Job) -> UUID:
    return task.assignee_id or task.owner_id


def _wanted_at(task: Job, now: datetime) -> datetime | None:
    if task.kind != MANUAL or task.remind_minutes_before is None or task.due_at is None or task.due_at <= now:
        return None
    return task.due_at - timedelta(minutes=task.remind_minutes_before)


def _reminder_of(task_id: UUID) -> Job | None:
    ids = Job.objects.filter(unique_key=_key(task_id)).values_list("pk", flat=True)
    return next(iter(lock_by_id(ids).values()), None)


def _cancel(reminder: Job, text: str, journal: Journal) -> None:
    transition(reminder, "cancel", Status.CANCELLED, journal, [state_changed(Status.CANCELLED, text)])


def _insert(task: Job, at: datetime, journal: Journal) -> None:
    reminder_id = uuid.uuid7()
    reminder = Job(
        id=reminder_id,
        root_id=reminder_id,
        owner_id=_person(task),
        kind=REMINDER,
        payload={"text": "", "job": str(task.pk)},
        title=f"Due: {task.title}"[:200],
        category=task.category,
        max_attempts=MAX_ATTEMPTS,
        timeout_seconds=TIMEOUT_SECONDS,
        run_at=at,
        created_at=journal.now,
        unique_key=_key(task.pk),
    )
    reminder.status, reminder.wake_at = next_status(reminder, journal.now)
    insert_jobs([reminder], [state_changed(reminder.status, "Accepted")], journal.turns)
    ready = reminder.status == Status.PENDING
    transaction.on_commit(lambda: notifier.announce_jobs([reminder_id], ready=ready))


def _move(reminder: Job, at: datetime, journal: Journal) -> None:
    reminder.run_at = at
    Job.objects.filter(pk=reminder.pk).update(run_at=at)
    if reminder.status in VERBS["reschedule"].sources:
        to, wake_at = next_status(reminder, journal.now)
        fact = state_changed(to, "The due date was changed")
        transition(reminder, "reschedule", to, journal, [fact], wake_at=wake_at)
    else:  # held: it comes then, should it be resumed
        journal.add(reminder, [logged("The due date was changed")])
        Job.objects.filter(pk=reminder.pk).update(last_seq=reminder.last_seq)
