"""Counts by SQL aggregation, never by loading rows."""

from __future__ import annotations

from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q

from jobs.models.job import JobQuerySet
from jobs.states import LIVE, Priority, Status


def statistics(jobs: JobQuerySet) -> dict[str, Any]:
    """Counts of the top-level `jobs` by status, kind and priority; mean seconds from start to finish."""
    top = jobs.top_level().order_by()
    by_status = dict.fromkeys(Status.values, 0) | dict(top.values_list("status").annotate(n=Count("pk")))
    by_priority = dict.fromkeys(Priority.values, 0) | dict(top.values_list("priority").annotate(n=Count("pk")))
    took = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())
    mean = top.filter(outcome=Status.COMPLETED, started_at__isnull=False).aggregate(mean=Avg(took))["mean"]
    finished = by_status[Status.COMPLETED] + by_status[Status.PARTIAL_SUCCESS] + by_status[Status.FAILED]
    return {
        "total": sum(by_status.values()),
        "live": sum(by_status[status] for status in LIVE),
        "by_status": by_status,
        "by_priority": by_priority,
        "by_kind": dict(top.values_list("kind").annotate(n=Count("pk"))),
        "success_rate": round(by_status[Status.COMPLETED] / finished, 4) if finished else None,
        "mean_seconds": round(mean.total_seconds(), 3) if mean is not None else None,
        "retried": top.filter(Q(failures__gt=0)).count(),
    }
