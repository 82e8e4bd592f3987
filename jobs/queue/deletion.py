"""Deletes jobs with everything that hangs on them but the ledger, which is kept."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from jobs.errors import WrongState
from jobs.models import Job, LedgerEntry, Spend
from jobs.queue.clock import now as database_now
from jobs.queue.locking import WIDE, again_after_deadlock, lock_by_id, locked
from jobs.queue.rollups.bygone import forget_owner, remember
from jobs.queue.rollups.stale import mark_jobs
from jobs.queue.rollups.store import lock_progress
from jobs.queue.spending import abandon, job_key

# Rows of one statement: SQLite takes 32,766 values, and others want to write too.
BATCH = 500


@again_after_deadlock
def delete(job_id: UUID) -> Job:
    """Delete one final job, with its children; the job as it was.

    WrongState while it is live, or when it is a part of another; DoesNotExist when there is none.
    """
    with transaction.atomic():
        jobs = locked(Job.objects.filter(pk=job_id).defer(*WIDE))
        if not jobs:
            raise Job.DoesNotExist
        (job,) = jobs
        check_deletable(job)
        delete_trees([job_id])
    return job


def check_deletable(job: Job) -> None:
    """WrongState unless `job` may be deleted."""
    if not job.is_final:
        raise WrongState("delete", job.status)
    if job.parent_id is not None:
        raise WrongState("delete_part", job.status)


@again_after_deadlock
def delete_of_owner(owner_id: UUID) -> int:
    """Delete all jobs of `owner_id`, live ones too; their ledger and their sums stay, without a name. How many."""
    with transaction.atomic():
        lock_progress()
        roots = list(Job.objects.owned_by(owner_id).values_list("root_id", flat=True).distinct())
        delete_trees(roots, remembered=True)
        forget_owner(owner_id)
        Spend.objects.filter(pk__startswith=f"day:{owner_id.hex}:").delete()
    return len(roots)


def delete_trees(roots: Sequence[UUID], *, remembered: bool = False) -> None:
    """Delete the jobs of `roots` and all below them, in the caller's transaction."""
    for start in range(0, len(roots), BATCH):
        while delete_some(roots[start : start + BATCH], remembered=remembered):
            pass


def delete_some(roots: Sequence[UUID], limit: int = BATCH, *, remembered: bool = False) -> int:
    """Delete up to `limit` jobs of `roots` and below them, children before their parents; how many.

    `roots`, which the caller has locked, are at most `BATCH`. What is `remembered` counts in metrics as it did.
    """
    # Made later than its parent, a child has the higher id.
    parts = Job.objects.filter(root_id__in=roots, parent__isnull=False).order_by("-pk")
    ids = list(parts.values_list("pk", flat=True)[:limit])
    ids += Job.objects.filter(pk__in=roots).values_list("pk", flat=True)[: limit - len(ids)]
    # Locked first: a worker's commit in between would leave log rows that no job owns.
    lock_by_id(ids, without=WIDE)
    now = database_now()
    abandon(LedgerEntry.objects.filter(job_id__in=ids), now)
    (remember if remembered else mark_jobs)(ids, now)
    Spend.objects.filter(pk__in=[job_key(job_id) for job_id in ids]).delete()
    Job.objects.filter(pk__in=ids).only("pk").delete()
    return len(ids)
