"""Time entries of a manual job, made and set right by hand. Owners reach all of a job's, assignees their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from jobs.models import TimeEntry
from jobs.queue import time_entries
from jobs.queue.time_entries import EntryTimes
from jobs.selectors.jobs import workable_job
from jobs.selectors.time_entries import entries_of, entry_of, minutes
from jobs.services.describe import stamp

__all__ = ["EntryTimes", "add_entry", "correct_entry", "delete_entry", "describe_entries"]


def add_entry(caller: User, job_id: UUID, started_at: datetime, stopped_at: datetime) -> dict[str, Any]:
    """Enter that the caller worked then; the entry described. InvalidSubmission, NotManual, DoesNotExist."""
    entry = time_entries.add_entry(workable_job(caller, job_id).pk, caller.pk, started_at, stopped_at)
    return _described(entry)


def correct_entry(caller: User, job_id: UUID, number: int, changes: EntryTimes) -> dict[str, Any]:
    """Set the times named in `changes`; the entry described. InvalidSubmission, DoesNotExist of job or entry."""
    job = workable_job(caller, job_id)
    entry = entry_of(caller, job, number)
    return _described(time_entries.correct_entry(job.pk, entry.pk, caller.pk, changes))


def delete_entry(caller: User, job_id: UUID, number: int) -> None:
    """Count the entry no more. DoesNotExist of the job or the entry."""
    job = workable_job(caller, job_id)
    time_entries.delete_entry(job.pk, entry_of(caller, job, number).pk, caller.pk)


def describe_entries(entries: Sequence[TimeEntry]) -> list[dict[str, Any]]:
    """Entries of `entries_of` as the API answers them."""
    return [_entry(entry) for entry in entries]


def _described(entry: TimeEntry) -> dict[str, Any]:
    return _entry(entries_of(entry.job_id).get(pk=entry.pk))


def _entry(entry: Any) -> dict[str, Any]:
    return {
        "number": entry.number,
        "person": str(entry.person_id) if entry.person_id else None,
        "started_at": stamp(entry.started_at),
        "stopped_at": stamp(entry.stopped_at),
        "minutes": minutes(entry.spent),
        "corrections": [
            {
                "by": str(correction.by_id) if correction.by_id else None,
                "at": stamp(correction.at),
                "before": correction.before,
                "after": correction.after,
            }
            for correction in entry.corrections.all()
        ],
        "links": {"self": f"/api/v1/jobs/{entry.job_id}/time-entries/{entry.number}"},
    }
