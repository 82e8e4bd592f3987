"""Who could take a job now: workers that live, what they hold, and what stands before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from jobs.conf import conf
from jobs.models import Job, Lease, Worker

MOST_COUNTED = 1000
SILENT_LEASES = 3  # as long as maintenance waits before it marks a worker lost


def live_workers(now: datetime) -> list[Worker]:
    """Those that were heard of within a lease and are not about to end; paused ones too."""
    heard_since = now - timedelta(seconds=conf().lease_seconds)
    return list(
        Worker.objects.filter(
            state=Worker.State.RUNNING, stopped_at=None, stop_requested=False, heartbeat_at__gte=heard_since
        )
    )


def held_by(workers: Iterable[Worker]) -> dict[UUID, int]:
    """How many jobs each of `workers` holds; those that hold none are left out."""
    leases = Lease.objects.filter(worker_id__in=[worker.pk for worker in workers])
    return dict(leases.values_list("worker_id").annotate(Count("pk")))


def running_of(kind: str) -> Counter[UUID]:
    """How many jobs of `kind` run, by owner."""
    leases = Lease.objects.filter(kind=kind)
    return Counter(dict(leases.values_list("owner_id").annotate(Count("pk"))))


def ahead_of(job: Job, kinds: Iterable[str]) -> int:
    """How many claimable jobs of `kinds` have their turn before `job`, counted up to MOST_COUNTED."""
    before = Q(turn_at__lt=job.turn_at) | Q(turn_at=job.turn_at, pk__lt=job.pk)
    waiting = Job.objects.filter(before, kind__in=list(kinds), turn_at__lte=job.turn_at, lease_id=None)
    return waiting.order_by()[:MOST_COUNTED].count()
