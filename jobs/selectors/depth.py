"""How full the queue is, by counting partial indexes only: cheap beside any number of finished jobs."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from jobs.models.job import Job
from jobs.models.lease import Lease
from jobs.models.worker import Worker


@dataclass(frozen=True, slots=True)
class Depth:
    """Numbers of jobs at this moment, and of worker processes by state."""

    waiting: int
    scheduled: int
    running: int
    workers: dict[str, int]


def depth() -> Depth:
    """The queue as it is now."""
    running = Lease.objects.count()
    claimable_or_claimed = Job.objects.filter(turn_at__isnull=False).count()
    return Depth(
        waiting=max(0, claimable_or_claimed - running),
        scheduled=Job.objects.filter(wake_at__isnull=False).count(),
        running=running,
        workers=dict(Worker.objects.order_by().values_list("state").annotate(n=Count("pk"))),
    )
