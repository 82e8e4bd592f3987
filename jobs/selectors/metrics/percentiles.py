"""How long jobs of machines waited and ran: exactly from rows, to within a bucket from roll-ups."""

from __future__ import annotations

from django.db.models import Count, Sum, Window
from django.db.models.functions import RowNumber

from jobs.models import TimingRollUp
from jobs.models.elapsed import Elapsed
from jobs.models.measures import RAN, WAITED, bucket_seconds, bucketed
from jobs.selectors.metrics import formulas
from jobs.selectors.metrics.scope import Scope
from jobs.selectors.metrics.sums import put_together
from jobs.states import MANUAL

PERCENTS = (50, 90, 99)
Percentiles = dict[str, float | None]


def wait_seconds(scope: Scope) -> Percentiles:
    """From when a job was due until a worker began it."""
    return _percentiles(scope, WAITED, TimingRollUp.Span.WAIT)


def run_seconds(scope: Scope) -> Percentiles:
    """From there until it ended."""
    return _percentiles(scope, RAN, TimingRollUp.Span.RUN)


def _percentiles(scope: Scope, took: Elapsed, span: str) -> Percentiles:
    """By the nearest rank."""
    found = _of_rows(scope, took) if scope.through is None else _of_buckets(scope, took, span)
    return {f"p{percent}": found.get(percent) for percent in PERCENTS}


def _of_rows(scope: Scope, took: Elapsed) -> dict[int, float]:
    """Always a time that some job really took."""
    begun = scope.finished().exclude(kind=MANUAL).filter(started_at__isnull=False)
    places = {percent: formulas.rank(begun.count(), percent) + 1 for percent in PERCENTS}
    placed = begun.annotate(took=took, place=Window(RowNumber(), order_by="took"))
    found = dict(placed.filter(place__in=set(places.values())).values_list("place", "took"))
    return {percent: round(max(0.0, found[place]), 3) for percent, place in places.items() if place in found}


def _of_buckets(scope: Scope, took: Elapsed, span: str) -> dict[int, float]:
    """The middle of the bucket that the rank is in. Roll-ups are of the days of UTC that begin in the period."""
    rows = [
        *scope.rolled_up(TimingRollUp).filter(span=span).values("bucket").annotate(count=Sum("jobs")),
        *bucketed(scope.ended(), took).values("bucket").annotate(count=Count("pk")),
    ]
    counts = {bucket: sums["count"] for (bucket,), sums in put_together(rows, ("bucket",), ("count",)).items()}
    ranks = {percent: formulas.rank(sum(counts.values()), percent) for percent in PERCENTS}
    found: dict[int, float] = {}
    passed = 0
    for bucket in sorted(counts):
        passed += counts[bucket]
        for percent, place in ranks.items():
            if place < passed and percent not in found:
                found[percent] = round(bucket_seconds(bucket), 3)
    return found
