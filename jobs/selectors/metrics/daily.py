"""What came and what ended, by day of the period's zone: at most a row a day leaves the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from jobs.selectors.metrics.local_day import LocalDay
from jobs.selectors.metrics.scope import Scope
from jobs.selectors.metrics.sums import Sums, work_by
from jobs.states import Priority

_CREATED = tuple(f"created_{word}" for word in Priority.values)
_UNSUCCESSFUL = ("failed", "partial_success")
_SAME = ("completed", "cancelled", "due", "on_time", "people_ms")


@dataclass(frozen=True, slots=True)
class Counts:
    """Of top-level jobs: `created` came; the others ended. `due` were completed and had a due time."""

    created: int = 0
    completed: int = 0
    unsuccessful: int = 0
    cancelled: int = 0
    due: int = 0
    on_time: int = 0
    people_ms: int = 0


_NAMES = [field.name for field in fields(Counts)]


def by_day(scope: Scope) -> dict[date, Counts]:
    """Every day of the period, those without a job too."""
    found = work_by(
        scope, (*_CREATED, *_UNSUCCESSFUL, *_SAME), "day",
        _day(scope, "created_at"), _day(scope, "finished_at"), _day(scope, "at"),
    )  # fmt: skip
    return {day: _counts(found[day]) if day in found else Counts() for day in scope.period}


def total(days: Iterable[Counts]) -> Counts:
    rows = list(days)
    return Counts(**{name: sum(getattr(row, name) for row in rows) for name in _NAMES})


def _day(scope: Scope, moment: str) -> Any:
    return LocalDay(moment, scope.period)


def _counts(sums: Sums) -> Counts:
    return Counts(
        created=sum(sums[name] for name in _CREATED),
        unsuccessful=sum(sums[name] for name in _UNSUCCESSFUL),
        **{name: sums[name] for name in _SAME},
    )
