"""Deletes what is past its retention, in batches, with everything that hangs on it but the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from jobs.errors import WrongState
from jobs.models import Attempt, ChunkRecord, Job, JobLog, JobTag, LedgerEntry, StepCheckpoint
from jobs.queue.locking import locked

# SQLite takes 32,766 values in one statement.
BATCH = 500


def prune(kind: str, retention_days: float, limit: int = 500) -> int:
    """Delete up to `limit` top-level jobs of `kind` that finished longer ago than `retention_days`; how many."""
    old = Job.objects.top_level().final().filter(kind=kind, finished_at__lt=Now() - timedelta(days=retention_days))
    with transaction.atomic():
        jobs = locked(old.order_by("finished_at")[:limit], skip=True)
        _delete_trees([job.pk for job in jobs])
    return len(jobs)


def delete(job_id: UUID) -> None:
    """Delete one final job. WrongState while it is live; DoesNotExist when there is none."""
    with transaction.atomic():
        jobs = locked(Job.objects.filter(pk=job_id))
        if not jobs:
            raise Job.DoesNotExist
        if not jobs[0].is_final:
            raise WrongState("delete", jobs[0].status)
        _delete_trees([job_id])


def delete_of_owner(owner_id: UUID) -> int:
    """Delete all jobs of `owner_id`, live ones too; their ledger stays, without a name. How many."""
    with transaction.atomic():
        roots = list(Job.objects.owned_by(owner_id).values_list("root_id", flat=True).distinct())
        _delete_trees(roots)
    return len(roots)


def _delete_trees(roots: Sequence[UUID]) -> None:
    for start in range(0, len(roots), BATCH):
        tree = Job.objects.filter(root_id__in=roots[start : start + BATCH])
        # Locked first: a worker's commit in between would leave log rows that no job owns.
        locked(tree.order_by("pk").only("pk"))
        ids = tree.order_by().values("pk")
        for model in (JobLog, Attempt, StepCheckpoint, JobTag):
            model.objects.filter(job_id__in=ids).delete()
        LedgerEntry.objects.filter(job_id__in=ids, state=LedgerEntry.State.RESERVED).update(
            state=LedgerEntry.State.ABANDONED, settled_at=Now()
        )
        ChunkRecord.objects.filter(child_id__in=ids).delete()
        tree.delete()
