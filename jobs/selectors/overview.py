"""The queue at a glance, for the console's home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.db.models.functions import Now

from jobs.models import Gate, Job, Worker
from jobs.states import MANUAL, Status

SILENT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of top-level jobs now and over the last 24 hours. `oldest_wait` is when the oldest job came that waits for
    a worker."""

    pending: int
    processing: int
    scheduled: int
    held: int
    oldest_wait: datetime | None
    completed_today: int
    failed_today: int
    workers: int
    running: int
    gates_shut: int


def overview() -> Overview:
    live = (
        Job.objects.top_level()
        .live()
        .order_by()
        .aggregate(
            pending=Count("pk", filter=Q(status=Status.PENDING)),
            processing=Count("pk", filter=Q(status=Status.PROCESSING)),
            scheduled=Count("pk", filter=Q(status=Status.SCHEDULED)),
            held=Count("pk", filter=Q(status__in=[Status.HELD, Status.BLOCKED])),
            oldest_wait=Min("created_at", filter=Q(status=Status.PENDING) & ~Q(kind=MANUAL)),
        )
    )
    finished = Job.objects.top_level().filter(finished_at__gte=Now() - timedelta(days=1)).order_by()
    today = dict(finished.values_list("outcome").annotate(n=Count("pk")))
    alive = Worker.objects.filter(stopped_at=None, heartbeat_at__gte=Now() - timedelta(seconds=SILENT_SECONDS))
    return Overview(
        **live,
        completed_today=today.get(Status.COMPLETED, 0) + today.get(Status.PARTIAL_SUCCESS, 0),
        failed_today=today.get(Status.FAILED, 0),
        workers=alive.count(),
        running=sum(alive.values_list("running", flat=True)),
        gates_shut=Gate.objects.filter(shut_until__gt=Now()).order_by().count(),
    )
