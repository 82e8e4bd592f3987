"""What the columns of the roll-ups sum, as expressions over rows: metrics read from jobs use the same ones."""

from __future__ import annotations

import math
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    Q,
    SmallIntegerField,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Abs, Cast, Coalesce, Floor, Greatest, Ln, Round

from jobs.models.elapsed import Elapsed, machine_ms, people_ms
from jobs.models.job import JobQuerySet
from jobs.models.ledger import LedgerEntry
from jobs.states import MANUAL, Priority, Status

# Each bucket of times is 9 % longer than the one before it: its middle is at most 4.5 % off.
BUCKETS_PER_DOUBLE = 8
# What a job may be waiting since: its time to run where that came after it was made.
DUE_AT = Case(When(run_at__gt=F("created_at"), then=F("run_at")), default=F("created_at"))
WAITED = Elapsed(DUE_AT, F("started_at"))
RAN = Elapsed(F("started_at"), F("finished_at"))

_TOP = Q(parent__isnull=True)
_PEOPLE = Q(kind=MANUAL)
_COMPLETED = Q(outcome=Status.COMPLETED)
_UNSUCCESSFUL = Q(outcome__in=[Status.FAILED, Status.PARTIAL_SUCCESS])
_DUE = _TOP & _COMPLETED & Q(due_at__isnull=False)
_COMPARED = _COMPLETED & Q(estimated_minutes__gt=0, took_ms__gt=0)
_MACHINES = _TOP & ~_PEOPLE
_CLOSE = Greatest(Value(0.0), Value(1.0) - Abs(F("ratio") - Value(1.0)), output_field=FloatField())
_REAL = Q(simulated=False)
_SETTLED = Q(state=LedgerEntry.State.SETTLED)
_ABANDONED = Q(state=LedgerEntry.State.ABANDONED)
IN_VAIN = Q(job__outcome__in=[Status.FAILED, Status.CANCELLED])


def _count(condition: Q) -> Count:
    return Count("pk", filter=condition)


def _total(name: str, condition: Q | None = None) -> Coalesce:
    return Coalesce(Sum(name, filter=condition), 0, output_field=BigIntegerField())


def _compared(top: Q) -> dict[str, Any]:
    return {
        "compared": _count(top & _COMPARED),
        "estimated_ms": _total("estimate_ms", top & _COMPARED),
        "actual_ms": _total("took_ms", top & _COMPARED),
    }


CREATED: dict[str, Any] = {
    **{f"created_{word}": _count(_TOP & Q(priority=word)) for word in Priority.values},
    "created_for_people": _count(_TOP & _PEOPLE),
}
ENDED: dict[str, Any] = {
    "completed": _count(_TOP & _COMPLETED),
    "partial_success": _count(_TOP & Q(outcome=Status.PARTIAL_SUCCESS)),
    "failed": _count(_TOP & Q(outcome=Status.FAILED)),
    "cancelled": _count(_TOP & Q(outcome=Status.CANCELLED)),
    "due": _count(_DUE),
    "on_time": _count(_DUE & Q(finished_at__lte=F("due_at"))),
    "people_ms": _total("took_ms", _PEOPLE),
    "machine_ms": _total("took_ms", ~_PEOPLE),
    **_compared(_TOP),
    "accuracy_millionths": _total("closeness", _TOP & _COMPARED),
    "took_less_than_half": _count(_TOP & _COMPARED & Q(ratio__lt=0.5)),
    "took_half_to_80": _count(_TOP & _COMPARED & Q(ratio__gte=0.5, ratio__lt=0.8)),
    "took_80_to_120": _count(_TOP & _COMPARED & Q(ratio__gte=0.8, ratio__lt=1.2)),
    "took_120_to_double": _count(_TOP & _COMPARED & Q(ratio__gte=1.2, ratio__lt=2.0)),
    "took_double": _count(_TOP & _COMPARED & Q(ratio__gte=2.0)),
    "machine_ended": _count(_MACHINES),
    "begun": _count(_MACHINES & Q(started_at__isnull=False)),
    "retried": _count(_MACHINES & Q(failures__gt=0)),
    "failures_sum": _total("failures", _MACHINES),
    "losses_sum": _total("losses", _MACHINES),
}
CATEGORY: dict[str, Any] = {
    "ended": Count("pk"),
    "completed": _count(_COMPLETED),
    "unsuccessful": _count(_UNSUCCESSFUL),
    "people_ms": _total("took_ms", _PEOPLE),
    "machine_ms": _total("took_ms", ~_PEOPLE),
    **_compared(Q()),
}
CALLS: dict[str, Any] = {
    "calls": _count(_SETTLED),
    "unpriced_calls": _count(_SETTLED & _REAL & Q(cost_nano=None)),
    "tokens": Coalesce(Sum("input_tokens"), 0) + Coalesce(Sum("output_tokens"), 0),
    "spent": _total("cost_nano", _SETTLED & _REAL),
    "simulated_sum": _total("cost_nano", _SETTLED & ~_REAL),
    "abandoned_calls": _count(_ABANDONED),
    "abandoned": _total("estimate_nano", _ABANDONED & _REAL),
}


def measured(jobs: JobQuerySet) -> Any:
    """`jobs` with what `ENDED` and `CATEGORY` sum. Only their own time entries or attempts are read, job by job."""
    took = Case(When(_PEOPLE, then=people_ms()), default=machine_ms(), output_field=BigIntegerField())
    ratio = Cast("took_ms", FloatField()) / Cast("estimate_ms", FloatField())
    return jobs.annotate(
        took_ms=took,
        estimate_ms=Cast("estimated_minutes", BigIntegerField()) * 60_000,
        ratio=ExpressionWrapper(ratio, output_field=FloatField()),
        closeness=Cast(Round(_CLOSE * 1_000_000.0), BigIntegerField()),
    )


def bucketed(jobs: JobQuerySet, took: Elapsed) -> Any:
    """`jobs` that began, each with the bucket of what it `took`; a millisecond and less are in bucket 0."""
    doubles = Ln(Greatest(took * 1000.0, Value(1.0), output_field=FloatField())) / math.log(2)
    bucket = Cast(Floor(doubles * BUCKETS_PER_DOUBLE), SmallIntegerField())
    return jobs.filter(_MACHINES, started_at__isnull=False).annotate(bucket=bucket)


def bucket_seconds(bucket: int) -> float:
    """The middle of a bucket."""
    return float(2 ** ((bucket + 0.5) / BUCKETS_PER_DOUBLE)) / 1000
