"""What is due on each day: the first few of a day, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber, TruncDate

from jobs.models import Job
from jobs.models.job import JobQuerySet


@dataclass(slots=True)
class Day:
    """`jobs` are the first, the earliest due first, of `count`."""

    jobs: list[Job] = field(default_factory=list)
    count: int = 0


def due_days(parts: Sequence[JobQuerySet], zone: ZoneInfo, most: int) -> dict[date, Day]:
    """The days of `zone` on which some of `parts` are due, with up to `most` of each."""
    days: dict[date, Day] = {}
    for part in parts:
        for job in _numbered(part, zone).filter(place__lte=most):
            day = days.setdefault(job.day, Day())
            day.jobs.append(job)
            day.count += job.that_day if job.place == 1 else 0
    for day in days.values():
        day.jobs = sorted(day.jobs, key=lambda job: (job.due_at, job.pk))[:most]
    return days


def _numbered(jobs: JobQuerySet, zone: ZoneInfo) -> Any:
    same_day = [F("day")]
    return jobs.annotate(day=TruncDate("due_at", tzinfo=zone)).annotate(
        place=Window(RowNumber(), partition_by=same_day, order_by=["due_at", "pk"]),
        that_day=Window(Count("pk"), partition_by=same_day),
    )
