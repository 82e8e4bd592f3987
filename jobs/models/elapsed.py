"""Spans between moments, and the quarter of an hour that a moment is in, as both databases can group and sum them."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, DateTimeField, F, FloatField, Func, OuterRef, Subquery, Sum
from django.db.models.functions import Cast, Coalesce, Round

from jobs.models.attempt import Attempt
from jobs.models.time_entry import TimeEntry

QUARTER_SECONDS = 900


class Elapsed(Func):
    """Seconds from the first moment to the second; null when either is."""

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


class Quarter(Func):
    """When the quarter of an hour began that a moment is in. Days of every time zone are made of whole ones."""

    arity = 1
    output_field = DateTimeField()
    template = f"to_timestamp(floor(EXTRACT(EPOCH FROM %(expressions)s) / {QUARTER_SECONDS}) * {QUARTER_SECONDS})"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """In the format in which Django stores times."""
        begun = f"strftime('%%%%s', %(expressions)s) / {QUARTER_SECONDS} * {QUARTER_SECONDS}"
        template = f"strftime('%%%%Y-%%%%m-%%%%d %%%%H:%%%%M:%%%%S', {begun}, 'unixepoch')"
        return super().as_sql(compiler, connection, template=template, **context)


def milliseconds(seconds: Any) -> Cast:
    """Whole ones: their sums are the same in whatever order they are made."""
    return Cast(Round(seconds * 1000.0), BigIntegerField())


SPENT = milliseconds(Sum(Elapsed(F("started_at"), F("stopped_at"))))
RUN = milliseconds(Sum(Elapsed(F("started_at"), F("finished_at"))))


def people_ms() -> Coalesce:
    """What people spent on the job of the outer query, by its time entries that are over; 0 without any."""
    entries = TimeEntry.objects.counted().filter(job_id=OuterRef("pk")).order_by()
    return Coalesce(Subquery(entries.values("job_id").annotate(total=SPENT).values("total")), 0)


def machine_ms() -> Coalesce:
    """How long workers had the job of the outer query, by its attempts that are over; 0 without any."""
    attempts = Attempt.objects.filter(job_id=OuterRef("pk")).order_by()
    return Coalesce(Subquery(attempts.values("job_id").annotate(total=RUN).values("total")), 0)
