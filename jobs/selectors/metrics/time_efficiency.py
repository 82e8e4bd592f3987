"""Estimates against what the work took: how far off, and on which side."""

from __future__ import annotations

from typing import Any

from django.db.models import Avg, Case, Count, F, FloatField, Q, Sum, Value, When
from django.db.models.functions import Abs, Cast, Greatest

from jobs.models.job import JobQuerySet
from jobs.selectors.metrics import formulas
from jobs.selectors.metrics.elapsed import machine_seconds, people_seconds
from jobs.selectors.metrics.scope import Scope
from jobs.states import MANUAL, Status

# Where a job stands by what it took for each minute estimated: from the first (included) to the second.
BUCKETS: dict[str, tuple[float | None, float | None]] = {
    "less_than_half": (None, 0.5),
    "half_to_0.8": (0.5, 0.8),
    "0.8_to_1.2": (0.8, 1.2),
    "1.2_to_double": (1.2, 2.0),
    "double_and_more": (2.0, None),
}
CLOSE = 0.1


def time_efficiency(scope: Scope) -> dict[str, Any]:
    """Of the jobs completed in the period that had an estimate, and on which time was spent."""
    found = _compared(scope).aggregate(
        compared=Count("pk"),
        estimated_sum=Sum("estimated"),
        actual_sum=Sum("actual"),
        accuracy=Avg(Greatest(Value(0.0), Value(1.0) - Abs(F("ratio") - Value(1.0)), output_field=FloatField())),
        **{f"n{number}": Count("pk", filter=_within(*edges)) for number, edges in enumerate(BUCKETS.values())},
    )
    estimated, actual = found["estimated_sum"] or 0.0, found["actual_sum"] or 0.0
    bias = formulas.bias(estimated, actual)
    accuracy = None if found["accuracy"] is None else round(found["accuracy"], 4)
    return {
        "compared": found["compared"],
        "estimated_minutes": formulas.minutes(estimated),
        "actual_minutes": formulas.minutes(actual),
        "bias": bias,
        "accuracy": accuracy,
        "distribution": [{"bucket": name, "jobs": found[f"n{number}"]} for number, name in enumerate(BUCKETS)],
        "meaning": _meaning(found["compared"], bias, accuracy),
    }


def _compared(scope: Scope) -> JobQuerySet:
    completed = scope.finished().filter(outcome=Status.COMPLETED, estimated_minutes__gt=0)
    actual = Case(When(kind=MANUAL, then=people_seconds()), default=machine_seconds(), output_field=FloatField())
    seconds = Cast("estimated_minutes", FloatField()) * 60.0
    jobs: JobQuerySet = completed.annotate(actual=actual, estimated=seconds).filter(actual__gt=0)
    return jobs.annotate(ratio=F("actual") / F("estimated"))


def _within(low: float | None, high: float | None) -> Q:
    above = Q() if low is None else Q(ratio__gte=low)
    return above if high is None else above & Q(ratio__lt=high)


def _meaning(compared: int, bias: float | None, accuracy: float | None) -> str:
    if bias is None or accuracy is None:
        return "No job with an estimate was completed in this period."
    percent, right = formulas.half_up(100 * abs(bias)), formulas.half_up(100 * accuracy)
    if abs(bias) < CLOSE:
        text = "Estimates are about right in all"
    elif bias > 0:
        text = f"Work takes {percent} % longer than estimated"
    else:
        text = f"Work takes {percent} % less time than estimated"
    return f"{text}, over {compared:,} jobs; a single estimate is right to {right} % on average."
