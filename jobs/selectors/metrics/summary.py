"""What came, what was done and what is left, how long it took and what it cost."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce, Now

from jobs.models.job import JobQuerySet
from jobs.selectors.metrics import formulas
from jobs.selectors.metrics.costs import spend
from jobs.selectors.metrics.daily import by_day, total
from jobs.selectors.metrics.elapsed import machine_seconds, people_seconds
from jobs.selectors.metrics.scope import Scope
from jobs.states import FINAL, LIVE, MANUAL, Priority, Status

_WORDS = (
    ("status", [str(word) for word in Status if word in LIVE]),
    ("outcome", [str(word) for word in Status if word in FINAL]),
    ("priority", [str(word) for word in Priority]),
)


def summary(scope: Scope) -> dict[str, Any]:
    """Counts, rates, times and cost of the period; `live` and `overdue` are of this moment."""
    counts = total(by_day(scope).values())
    ended = _counted(scope.finished(), "outcome")
    all_ended = sum(ended.values())
    live = scope.live().aggregate(overdue=Count("pk", filter=Q(due_at__lt=Now())))
    return {
        "created": counts.created,
        "created_by_priority": _counted(scope.created(), "priority"),
        "created_for_people": scope.created().filter(kind=MANUAL).count(),
        "ended": all_ended,
        "ended_by_outcome": ended,
        "live_by_status": _counted(scope.live(), "status"),
        "overdue": live["overdue"],
        "completion_rate": formulas.share(counts.completed, all_ended),
        "due": counts.due,
        "on_time": counts.on_time,
        "on_time_rate": formulas.share(counts.on_time, counts.due),
        "people_minutes": formulas.minutes(_seconds(scope.ended().filter(kind=MANUAL), people_seconds())),
        "machine_minutes": formulas.minutes(_seconds(scope.ended().exclude(kind=MANUAL), machine_seconds())),
        "cost": spend(scope),
        "meaning": _meaning(counts.created, counts.completed, all_ended, live["overdue"]),
    }


def _seconds(jobs: JobQuerySet, spent: Coalesce) -> float | None:
    """The sum of `spent` over `jobs`: job by job, so that only their own entries and attempts are read."""
    found: float | None = jobs.annotate(spent=spent).aggregate(total=Sum("spent"))["total"]
    return found


def _counted(jobs: Any, column: str) -> dict[str, int]:
    words = dict.fromkeys(dict(_WORDS)[column], 0)
    return words | dict(jobs.values_list(column).annotate(n=Count("pk")))


def _meaning(created: int, completed: int, ended: int, overdue: int) -> str:
    if not created and not ended:
        return "Nothing came and nothing ended in this period."
    late = f" {overdue:,} that are not done are overdue." if overdue else ""
    if not ended:
        return f"{created:,} came and none has ended.{late}"
    percent = formulas.half_up(100 * completed / ended)
    pace = "More came than ended" if created > ended else "As much ended as came, or more"
    return f"{completed:,} of {ended:,} that ended were completed ({percent} %). {pace}: {created:,} came.{late}"
