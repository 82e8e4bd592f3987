"""A person's timer on a manual job. One runs for each person: the unique index on running entries is the guard."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from jobs import notifier
from jobs.errors import TimerRunning
from jobs.events import state_changed
from jobs.models import Job, TimeEntry
from jobs.queue.by_hand import check_manual
from jobs.queue.clock import now as database_now
from jobs.queue.journal import Journal
from jobs.queue.locking import again_after_deadlock, lock_by_id
from jobs.queue.outcome import Controlled, Outcome
from jobs.queue.timing import stop
from jobs.queue.transition import transition
from jobs.states import Custody, Status

TRIES = 5


@again_after_deadlock
def start_timer(job_id: UUID, person_id: UUID, *, stop_other: bool = False) -> Controlled:
    """Let the person's timer run on the job, which is in the person's hands from now on; twice changes nothing.

    TimerRunning when it runs on another job, unless `stop_other` stops that one. DoesNotExist, WrongState.
    """
    for _ in range(TRIES - 1):
        with suppress(IntegrityError):  # the person started another one at this moment: look again
            return _start(job_id, person_id, stop_other=stop_other)
    return _start(job_id, person_id, stop_other=stop_other)


@again_after_deadlock
def stop_timer(job_id: UUID, person_id: UUID) -> Controlled:
    """Stop the person's timer on the job, which stays in their hands; `unchanged` where none runs. DoesNotExist."""
    with transaction.atomic():
        job = _found(lock_by_id([job_id]), job_id)
        check_manual(job, "stop_timer")
        journal = Journal(database_now())
        stopped = _stop(job, person_id, journal)
        journal.flush()
    _announce(journal)
    return Controlled(job, Outcome.STOPPED if stopped else Outcome.UNCHANGED)


@again_after_deadlock
def stop_timers_of(person_id: UUID) -> None:
    """Stop whatever timer of the person runs."""
    for job_id in TimeEntry.objects.running().filter(person_id=person_id).values_list("job_id", flat=True):
        stop_timer(job_id, person_id)


def next_number(job_id: UUID) -> int:
    """Of the next entry of the locked job."""
    last: int | None = TimeEntry.objects.filter(job_id=job_id).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _start(job_id: UUID, person_id: UUID, *, stop_other: bool) -> Controlled:
    with transaction.atomic():
        seen = _running(person_id)
        found = lock_by_id({job_id, *({seen.job_id} if seen else ())})
        job = _found(found, job_id)
        check_manual(job, "start_timer")
        running = _running(person_id)  # once more, now that its job is locked
        if running and running.job_id == job_id:
            return Controlled(job, Outcome.UNCHANGED)
        journal = Journal(database_now())
        number = next_number(job_id)
        fact = state_changed(Status.PROCESSING, "Timer started", person=str(person_id), entry=number)
        transition(job, "start_timer", Status.PROCESSING, journal, [fact], custody=Custody.PERSON, turn_at=None)
        if running:
            _stop_elsewhere(found.get(running.job_id), running, journal, may=stop_other)
        TimeEntry.objects.create(job=job, number=number, person_id=person_id, started_at=journal.now)
        if job.started_at is None:
            job.started_at = journal.now
            Job.objects.filter(pk=job_id, started_at=None).update(started_at=journal.now)
        journal.flush()
    _announce(journal)
    return Controlled(job, Outcome.STARTED)


def _stop_elsewhere(other: Job | None, running: TimeEntry, journal: Journal, *, may: bool) -> None:
    if not may:
        raise TimerRunning(running.job_id, running.job.title)
    if other is None:
        raise IntegrityError("another timer of the person was started before its job could be locked")
    if running.person_id is not None:
        _stop(other, running.person_id, journal)


def _stop(job: Job, person_id: UUID, journal: Journal) -> bool:
    """Stop the person's timer on the locked `job`; whether one ran."""
    if not stop(TimeEntry.objects.filter(job=job, person_id=person_id), journal.now):
        return False
    fact = state_changed(Status.PROCESSING, "Timer stopped", person=str(person_id))
    transition(job, "stop_timer", Status.PROCESSING, journal, [fact], custody=Custody.PERSON, turn_at=None)
    return True


def _running(person_id: UUID) -> TimeEntry | None:
    return TimeEntry.objects.running().filter(person_id=person_id).first()


def _found(jobs: dict[UUID, Job], job_id: UUID) -> Job:
    if job_id not in jobs:
        raise Job.DoesNotExist
    return jobs[job_id]


def _announce(journal: Journal) -> None:
    if touched := list(journal.touched):
        transaction.on_commit(lambda: notifier.announce_jobs(touched))
