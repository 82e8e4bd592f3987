"""Keeps what jobs added up to when they are deleted, in the transaction that deletes them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from jobs.models import CallRollUp, Job, LedgerEntry, RollUp, StaleDay
from jobs.models.roll_up import NOBODY
from jobs.queue.rollups.stale import mark_jobs
from jobs.queue.rollups.store import add, forget_name, lock_progress, outdate
from jobs.queue.rollups.sums import Sums, in_vain, less, of_jobs
from jobs.queue.session import interpreted


def remember(ids: Collection[UUID], now: datetime) -> None:
    """Move the sums of the locked jobs `ids` from those of jobs that are there to those of jobs that were."""
    jobs = Job.objects.filter(pk__in=ids).order_by()
    calls = LedgerEntry.objects.filter(job_id__in=ids).order_by()
    with interpreted():
        sums: dict[type[RollUp], Sums] = of_jobs(jobs.top_level(), jobs.final()) | {CallRollUp: in_vain(calls)}
    through = lock_progress().through
    add(sums, bygone=True)
    add({model: less(_before(through, of_owners)) for model, of_owners in sums.items()})
    mark_jobs(ids, now)


def forget_owner(owner_id: UUID) -> None:
    """What the deleted jobs of an account added up to stays, without its name."""
    lock_progress()
    outdate()  # else who read the jobs before they went would write their sums with the name, for good
    forget_name(owner_id)
    StaleDay.objects.filter(whose=owner_id).update(whose=NOBODY)


def _before(moment: datetime, sums: Sums) -> Sums:
    return {key: row for key, row in sums.items() if key[1] < moment}
