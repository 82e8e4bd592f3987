"""What came, what was done and what is left, how long it took and what it cost."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from jobs.models import TimeEntry
from jobs.models.elapsed import SPENT
from jobs.models.job import PAST_DUE, JobQuerySet
from jobs.models.measures import CREATED
from jobs.selectors.metrics import formulas
from jobs.selectors.metrics.costs import spend
from jobs.selectors.metrics.scope import Scope
from jobs.selectors.metrics.sums import work
from jobs.selectors.metrics.wording import lasting
from jobs.states import FINAL, LIVE, Priority, Status

_OUTCOMES = [str(word) for word in Status if word in FINAL]
_WORK = (*CREATED, *_OUTCOMES, "due", "on_time", "people_ms", "machine_ms")


def summary(scope: Scope) -> dict[str, Any]:
    """Counts, rates, times and cost of the period; `live` and `overdue` are of this moment."""
    found, for_others = work(scope, _WORK), _for_others(scope)
    by_priority = {word: found[f"created_{word}"] for word in Priority.values}
    created, ended = sum(by_priority.values()), sum(found[word] for word in _OUTCOMES)
    # Counted among what is live, which is few: the index of due times has all that ever were.
    overdue = scope.live().aggregate(n=Count("pk", filter=PAST_DUE))["n"]
    return {
        "created": created,
        "created_by_priority": by_priority,
        "created_for_people": found["created_for_people"],
        "ended": ended,
        "ended_by_outcome": {word: found[word] for word in _OUTCOMES},
        "live_by_status": live_by_status(scope.live()),
        "overdue": overdue,
        "completion_rate": formulas.share(found["completed"], ended),
        "due": found["due"],
        "on_time": found["on_time"],
        "on_time_rate": formulas.share(found["on_time"], found["due"]),
        "people_minutes": formulas.minutes(found["people_ms"]),
        "minutes_for_others": formulas.minutes(for_others),
        "machine_minutes": formulas.minutes(found["machine_ms"]),
        "cost": spend(scope),
        "meaning": _meaning(created, found["completed"], ended, overdue) + _helped(for_others),
    }


def _for_others(scope: Scope) -> int:
    """What the owner spent on the jobs of others, in milliseconds; 0 of everybody, among whose time it is."""
    if scope.owner_id is None:
        return 0
    entries = TimeEntry.objects.counted().filter(
        person_id=scope.owner_id, started_at__gte=scope.period.starts_at, started_at__lt=scope.period.ends_at
    )
    found: int | None = entries.exclude(job__owner_id=scope.owner_id).order_by().aggregate(total=SPENT)["total"]
    return found or 0


def _helped(milliseconds: int) -> str:
    return f" {lasting(milliseconds / 1000)} went into jobs of others." if milliseconds else ""


def live_by_status(live: JobQuerySet) -> dict[str, int]:
    words = {str(word): 0 for word in Status if word in LIVE}
    return words | dict(live.values_list("status").annotate(n=Count("pk")))


def _meaning(created: int, completed: int, ended: int, overdue: int) -> str:
    if not created and not ended:
        return "Nothing came and nothing ended in this period."
    late = f" {overdue:,} that are not done are overdue." if overdue else ""
    if not ended:
        return f"{created:,} came and none has ended.{late}"
    percent = formulas.half_up(100 * completed / ended)
    pace = "More came than ended" if created > ended else "As much ended as came, or more"
    return f"{completed:,} of {ended:,} that ended were completed ({percent} %). {pace}: {created:,} came.{late}"
