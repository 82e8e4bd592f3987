"""Deletes what is past its retention, a batch a transaction: nobody who claims or writes waits for it for long."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from jobs.models import Job
from jobs.models.job import JobQuerySet
from jobs.queue.deletion import delete_some
from jobs.queue.locking import locked
from jobs.queue.rollups.store import lock_progress

# Top-level jobs that are locked for one batch.
ROOTS = 200


def prune(kind: str, outcome: str, days: float, limit: int = ROOTS) -> int:
    """Delete a batch of the jobs of `kind` that ended as `outcome` more than `days` ago, their parts with them.

    How many, parts counted; 0 when there is none left. Several workers may do so at once: each takes others. A job
    with more parts than a batch goes over several, its parts first.
    """
    if not expired(kind, outcome, days).exists():
        return 0
    with transaction.atomic():
        lock_progress()  # before jobs, as whoever deletes an account does
        old = locked(expired(kind, outcome, days).order_by("finished_at").only("pk")[:limit], skip=True)
        return delete_some([job.pk for job in old], remembered=True) if old else 0


def expired(kind: str, outcome: str, days: float) -> JobQuerySet:
    """The top-level jobs of `kind` that ended as `outcome` more than `days` ago."""
    ended = Job.objects.top_level().final().filter(kind=kind, outcome=outcome)
    return ended.filter(finished_at__lt=Now() - timedelta(days=days))
