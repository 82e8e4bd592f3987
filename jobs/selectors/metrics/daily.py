"""What came and what ended, by day of the period's zone: at most a row a day leaves the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncDate

from jobs.selectors.metrics.elapsed import people_seconds
from jobs.selectors.metrics.scope import Scope
from jobs.states import Status

_COMPLETED = Q(outcome=Status.COMPLETED)
_DUE = _COMPLETED & Q(due_at__isnull=False)


@dataclass(frozen=True, slots=True)
class Counts:
    """Of top-level jobs: `created` came; the others ended. `due` were completed and had a due time."""

    created: int = 0
    completed: int = 0
    unsuccessful: int = 0
    cancelled: int = 0
    due: int = 0
    on_time: int = 0
    people_seconds: float = 0.0


_NAMES = [field.name for field in fields(Counts)]


def by_day(scope: Scope) -> dict[date, Counts]:
    """Every day of the period, those without a job too."""
    zone = scope.period.zone
    found: dict[date, dict[str, Any]] = {day: {} for day in scope.period}
    created = scope.created().values_list(TruncDate("created_at", tzinfo=zone)).annotate(n=Count("pk"))
    for day, count in created:
        found[day]["created"] = count
    ended = (
        scope.finished()
        .annotate(day=TruncDate("finished_at", tzinfo=zone), spent=people_seconds())
        .values("day")
        .annotate(
            completed=Count("pk", filter=_COMPLETED),
            unsuccessful=Count("pk", filter=Q(outcome__in=[Status.FAILED, Status.PARTIAL_SUCCESS])),
            cancelled=Count("pk", filter=Q(outcome=Status.CANCELLED)),
            due=Count("pk", filter=_DUE),
            on_time=Count("pk", filter=_DUE & Q(finished_at__lte=F("due_at"))),
            people_seconds=Sum("spent"),
        )
    )
    for row in ended:
        found[row["day"]] |= row
    return {day: Counts(**{name: row[name] for name in _NAMES if name in row}) for day, row in found.items()}


def total(days: Iterable[Counts]) -> Counts:
    rows = list(days)
    return Counts(**{name: sum(getattr(row, name) for row in rows) for name in _NAMES})
