"""Jobs of days gone by, for tests of what they add up to."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import uuid_utils.compat as uuid

from accounts.models import User
from jobs.models import Attempt, Job, LedgerEntry, TimeEntry
from jobs.models.ids import id_of_time, lowest_id
from jobs.states import FINAL, AttemptOutcome

_numbers = itertools.count(1)


def at(text: str) -> datetime:
    """`03-02 14:00` of 2026, in UTC."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def past_job(owner: User, created: str, ended: str | None = None, status: str = "completed", **fields: Any) -> Job:
    """A job of `owner` that was made then; one that `ended` is in the final state `status`, else in that one."""
    made = at(created)
    job_id = UUID(int=lowest_id(made).int + next(_numbers))
    final = {"outcome": status, "finished_at": at(ended or created)} if status in FINAL else {}
    defaults: dict[str, Any] = {"kind": "count", "started_at": made, "attempt": 1 + fields.get("failures", 0), **final}
    return Job.objects.create(
        id=job_id, root_id=job_id, owner=owner, status=status, created_at=made, **(defaults | fields)
    )


def worked(job: Job, minutes: float) -> TimeEntry:
    """The owner's time on a manual job, which begins when that was made."""
    end = job.created_at + timedelta(minutes=minutes)
    number = job.time_entries.count() + 1
    return TimeEntry.objects.create(job=job, number=number, person=job.owner, started_at=job.created_at, stopped_at=end)


def ran(job: Job, minutes: float) -> Attempt:
    """An attempt at the job, which begins when that was made."""
    number = job.attempts.count() + 1
    end = job.created_at + timedelta(minutes=minutes)
    return Attempt.objects.create(
        job=job, number=number, lease_id=uuid.uuid4(), worker_id=uuid.uuid4(), started_at=job.created_at,
        finished_at=end, outcome=AttemptOutcome.COMPLETED,
    )  # fmt: skip


def called(job: Job, cost_nano: int | None = None, **fields: Any) -> LedgerEntry:
    """A call of a model that the job made when it was made."""
    defaults: dict[str, Any] = {
        "owner": job.owner, "root_id": job.root_id, "kind": job.kind, "attempt": 1, "lease_id": uuid.uuid4(),
        "provider": "openai", "model": "large", "state": "settled", "input_tokens": 10, "output_tokens": 5,
        "cost_nano": cost_nano, "created_at": job.created_at,
    }  # fmt: skip
    entry = defaults | fields
    return LedgerEntry.objects.create(id=id_of_time(entry["created_at"]), job=job, **entry)
