"""Marks days whose sums a change of the past makes wrong. A mark is one more row: nobody waits for anybody."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from jobs.models import Job, LedgerEntry, StaleDay
from jobs.models.roll_up import NOBODY

# What is younger is not rolled up yet: whoever was about to write of that time has committed by then.
MARGIN = timedelta(hours=1)
# What is older may be rolled up before the transaction ends in which it changes.
MARKED = MARGIN / 2


def mark(moments: Iterable[tuple[UUID | None, datetime | None]], now: datetime, due_at: datetime | None = None) -> None:
    """The days of `moments`, each with its owner, are to be made again, not before `due_at`."""
    days = {
        (owner_id or NOBODY, moment.astimezone(UTC).date())
        for owner_id, moment in moments
        if moment is not None and moment < now - MARKED
    }
    StaleDay.objects.bulk_create([StaleDay(whose=whose, day=day, due_at=due_at or now) for whose, day in sorted(days)])


def mark_jobs(ids: Collection[UUID], now: datetime) -> None:
    """The days in which jobs came and ended, and those of their calls, which may be in vain or not any more."""
    jobs = Job.objects.filter(pk__in=ids).order_by()
    calls = LedgerEntry.objects.filter(job_id__in=ids).order_by()
    came, went = (jobs.values_list("owner_id", name) for name in ("created_at", "finished_at"))
    mark([*came, *went, *calls.values_list("owner_id", "created_at")], now)
