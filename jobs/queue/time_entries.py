"""Time entries made and set right by hand, each change with its trace. The job's state stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TypedDict
from uuid import UUID

from django.db import transaction

from jobs import notifier
from jobs.errors import InvalidSubmission
from jobs.events import logged
from jobs.models import Job, TimeCorrection, TimeEntry
from jobs.queue.by_hand import check_manual
from jobs.queue.clock import now as database_now
from jobs.queue.journal import Journal
from jobs.queue.locking import WIDE, again_after_deadlock, lock_by_id
from jobs.queue.moments import is_out, refusal
from jobs.queue.rollups.stale import mark
from jobs.queue.timers import next_number

LONGEST = timedelta(days=31)


class EntryTimes(TypedDict, total=False):
    """What may be set right; a key that is absent leaves its time as it is."""

    started_at: datetime
    stopped_at: datetime


@again_after_deadlock
def add_entry(job_id: UUID, person_id: UUID, started_at: datetime, stopped_at: datetime) -> TimeEntry:
    """Enter that the person worked on the job then. InvalidSubmission names the time that cannot be."""
    with _locked(job_id) as journal:
        _check(started_at, stopped_at, journal.now)
        entry = TimeEntry.objects.create(
            job_id=job_id,
            number=next_number(job_id),
            person_id=person_id,
            started_at=started_at,
            stopped_at=stopped_at,
        )
        _trace(entry, person_id, None, _times(entry), journal)
    return entry


@again_after_deadlock
def correct_entry(job_id: UUID, entry_id: UUID, by_id: UUID, changes: EntryTimes) -> TimeEntry:
    """Set the times named in `changes`; a running entry that gets its `stopped_at` is over. InvalidSubmission."""
    with _locked(job_id) as journal:
        entry = TimeEntry.objects.counted().get(pk=entry_id, job_id=job_id)
        before = _times(entry)
        entry.started_at = changes.get("started_at", entry.started_at)
        entry.stopped_at = changes.get("stopped_at", entry.stopped_at)
        _check(entry.started_at, entry.stopped_at, journal.now)
        if _times(entry) != before:
            entry.save(update_fields=["started_at", "stopped_at"])
            _trace(entry, by_id, before, _times(entry), journal)
    return entry


@again_after_deadlock
def delete_entry(job_id: UUID, entry_id: UUID, by_id: UUID) -> None:
    """Count the entry no more; one that runs is over. Its row stays, with its trace."""
    with _locked(job_id) as journal:
        entry = TimeEntry.objects.counted().get(pk=entry_id, job_id=job_id)
        before = _times(entry)
        entry.deleted_at = journal.now
        entry.stopped_at = entry.stopped_at or max(entry.started_at, journal.now)
        entry.save(update_fields=["deleted_at", "stopped_at"])
        _trace(entry, by_id, before, None, journal)


@contextmanager
def _locked(job_id: UUID) -> Iterator[Journal]:
    """With the job's row locked; what is noted of it is written at the end."""
    with transaction.atomic():
        job = lock_by_id([job_id], without=WIDE).get(job_id)
        if job is None:
            raise Job.DoesNotExist
        check_manual(job, "start_timer")
        journal = Journal(database_now())
        journal.touched[job_id] = job
        yield journal
        journal.flush()
        mark([(job.owner_id, job.finished_at)], journal.now)
    transaction.on_commit(lambda: notifier.announce_jobs([job_id]))


def _trace(
    entry: TimeEntry, by_id: UUID, before: dict[str, str | None] | None, after: dict[str, str | None] | None,
    journal: Journal,
) -> None:  # fmt: skip
    TimeCorrection.objects.create(entry=entry, by_id=by_id, at=journal.now, before=before, after=after)
    done = "added by hand" if before is None else "deleted" if after is None else "corrected"
    fact = logged(f"Time entry {entry.number} {done}", entry=entry.number, by=str(by_id), before=before, after=after)
    job = journal.touched[entry.job_id]
    journal.add(job, [fact])
    Job.objects.filter(pk=job.pk).update(last_seq=job.last_seq)


def _times(entry: TimeEntry) -> dict[str, str | None]:
    stopped = entry.stopped_at
    return {"started_at": _utc(entry.started_at), "stopped_at": _utc(stopped) if stopped else None}


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _check(started_at: datetime, stopped_at: datetime | None, now: datetime) -> None:
    errors = {}
    if is_out(started_at):
        errors["started_at"] = refusal()
    elif started_at > now:
        errors["started_at"] = "This is in the future; work is entered once it is done."
    if stopped_at is not None and stopped_at > now:
        errors["stopped_at"] = "This is in the future; work is entered once it is done."
    elif stopped_at is not None and stopped_at < started_at:
        errors["stopped_at"] = "This is before started_at; send a later time."
    elif stopped_at is not None and stopped_at - started_at > LONGEST:
        errors["stopped_at"] = f"An entry takes at most {LONGEST.days} days; enter several."
    if errors:
        raise InvalidSubmission(errors)
