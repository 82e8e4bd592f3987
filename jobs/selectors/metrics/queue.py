"""How the queue served machines' work: how deep it is, how long jobs waited and ran, how many ended."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, F, Min, Q, Sum, When, Window
from django.db.models.functions import Coalesce, RowNumber

from jobs.models.job import JobQuerySet
from jobs.selectors.metrics import formulas
from jobs.selectors.metrics.elapsed import Elapsed
from jobs.selectors.metrics.scope import Scope
from jobs.states import LIVE, MANUAL, Status

PERCENTS = (50, 90, 99)
# What a job may be waiting since: its time to run where that came after it was made.
DUE = Case(When(run_at__gt=F("created_at"), then=F("run_at")), default=F("created_at"))


def queue(scope: Scope) -> dict[str, Any]:
    """Of the jobs that ended in the period, but for people's; `depth` is of this moment."""
    ended = scope.finished().exclude(kind=MANUAL)
    begun = ended.filter(started_at__isnull=False)
    found = ended.aggregate(
        ended=Count("pk"),
        begun=Count("pk", filter=Q(started_at__isnull=False)),
        retried=Count("pk", filter=Q(failures__gt=0)),
        failures_sum=Coalesce(Sum("failures"), 0),
        lost=Coalesce(Sum("losses"), 0),
    )
    waits = _percentiles(begun, Elapsed(DUE, F("started_at")), found["begun"])
    runs = _percentiles(begun, Elapsed(F("started_at"), F("finished_at")), found["begun"])
    depth = _depth(scope)
    return {
        "depth": depth,
        "ended": found["ended"],
        "begun": found["begun"],
        "ended_per_day": formulas.share(found["ended"], scope.period.days),
        "wait_seconds": waits,
        "run_seconds": runs,
        "retried": found["retried"],
        "retry_rate": formulas.share(found["retried"], found["ended"]),
        "failures": found["failures_sum"],
        "workers_lost": found["lost"],
        "meaning": _meaning(found, waits, depth),
    }


def _percentiles(jobs: JobQuerySet, took: Elapsed, count: int) -> dict[str, float | None]:
    """By the nearest rank: always a time that some job really took."""
    places = {percent: formulas.rank(count, percent) + 1 for percent in PERCENTS}
    placed = jobs.annotate(took=took, place=Window(RowNumber(), order_by="took"))
    found = dict(placed.filter(place__in=set(places.values())).values_list("place", "took"))
    return {f"p{percent}": _shown(found.get(place)) for percent, place in places.items()}


def _shown(seconds: float | None) -> float | None:
    return None if seconds is None else round(max(0.0, seconds), 3)


def _depth(scope: Scope) -> dict[str, Any]:
    live = scope.live().exclude(kind=MANUAL)
    words = {str(word): 0 for word in Status if word in LIVE}
    oldest = live.filter(status=Status.PENDING).aggregate(oldest=Min("created_at"))["oldest"]
    return (
        words
        | dict(live.values_list("status").annotate(n=Count("pk")))
        | {"oldest_pending_at": oldest and oldest.isoformat().replace("+00:00", "Z")}
    )


def _meaning(found: dict[str, Any], waits: dict[str, float | None], depth: dict[str, Any]) -> str:
    waiting = f"{depth[Status.PENDING]:,} wait to be claimed now."
    if not found["begun"]:
        return f"No worker ended a job in this period; {waiting}"
    text = f"Half of the jobs began within {waits['p50']:,} seconds, nine of ten within {waits['p90']:,}; {waiting}"
    if found["retried"]:
        percent = formulas.half_up(100 * found["retried"] / found["ended"])
        text += f" {percent} % needed more than one attempt."
    return text
