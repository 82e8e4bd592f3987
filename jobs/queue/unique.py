"""At most one job of an owner has a key of a kind at a time; the unique index on `Job.unique_key` is the guard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from jobs.models import Job
from jobs.queue.clock import now as database_now
from jobs.queue.locking import WIDE, lock_by_id
from jobs.states import FINAL, LIVE, Status

LONGEST_KEY = 100


class OnConflict(StrEnum):
    """What becomes of a submission whose key is taken."""

    REJECT = "reject"
    REPLACE = "replace"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Unique:
    """The holder keeps `key` while it is in one of `states`, and for `period_seconds` since it was created.

    None is no limit of time. A key is its owner's and its kind's own. A job that ends gives its key up, unless it was
    submitted with final `states` among its own.
    """

    key: str
    states: frozenset[Status] = LIVE
    period_seconds: float | None = None
    on_conflict: OnConflict = OnConflict.REJECT

    @property
    def outlives_its_job(self) -> bool:
        return not self.states.isdisjoint(FINAL)


def stored_key(owner_id: UUID, kind: str, key: str) -> str:
    """What the column holds."""
    return f"{owner_id.hex}:{kind}:{key}"


def holder_of(stored: str, unique: Unique, upstream: Iterable[UUID] = ()) -> Job | None:
    """The job that has `stored` and keeps it, locked; one that is out of state or period gives it up here.

    `upstream`, which the caller will lock too, is locked with it, for all locks are taken by id.
    """
    holder_id = Job.objects.filter(unique_key=stored).values_list("pk", flat=True).first()
    if holder_id is None:
        return None
    holder = lock_by_id({holder_id, *upstream}, without=WIDE).get(holder_id)
    if holder is None or holder.unique_key != stored:
        return None
    if _keeps(holder, unique):
        return holder
    Job.objects.filter(pk=holder_id, unique_key=stored).update(unique_key=None)
    return None


def _keeps(holder: Job, unique: Unique) -> bool:
    if holder.status not in unique.states:
        return False
    if unique.period_seconds is None:
        return True
    return database_now() < holder.created_at + timedelta(seconds=unique.period_seconds)
