"""Seconds between two moments, as a number that both databases can divide and sum."""

from __future__ import annotations

from typing import Any

from django.db.models import F, FloatField, Func, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from jobs.models import Attempt, TimeEntry


class Elapsed(Func):
    """From the first moment to the second; null when either is."""

    arity = 2
    output_field = FloatField()
    template = "EXTRACT(EPOCH FROM (%(expressions)s))"
    arg_joiner = " - "

    def __init__(self, start: Any, end: Any) -> None:
        super().__init__(end, start)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite has no moments, only texts; Django brings a function that subtracts them, in microseconds."""
        template = "(django_timestamp_diff(%(expressions)s) / 1000000.0)"
        return super().as_sql(compiler, connection, template=template, arg_joiner=", ", **context)


SPENT = Sum(Elapsed(F("started_at"), F("stopped_at")))
RUN = Sum(Elapsed(F("started_at"), F("finished_at")))


def people_seconds() -> Coalesce:
    """What people spent on the job of the outer query, by its time entries that are over; 0 without any."""
    entries = TimeEntry.objects.counted().filter(job_id=OuterRef("pk")).order_by()
    return Coalesce(Subquery(entries.values("job_id").annotate(total=SPENT).values("total")), 0.0)


def machine_seconds() -> Coalesce:
    """How long workers had the job of the outer query, by its attempts that are over; 0 without any."""
    attempts = Attempt.objects.filter(job_id=OuterRef("pk")).order_by()
    return Coalesce(Subquery(attempts.values("job_id").annotate(total=RUN).values("total")), 0.0)
