"""Ends running time entries. Their jobs are locked, so that nobody starts another on them meanwhile."""

from __future__ import annotations

from datetime import datetime

from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Greatest

from jobs.models.time_entry import TimeEntryQuerySet


def stop(entries: TimeEntryQuerySet, now: datetime) -> int:
    """Stop those of `entries` that run; how many. One that began after `now`, by a clock set back, takes no time."""
    over = Greatest(F("started_at"), Value(now, output_field=DateTimeField()))
    return entries.running().update(stopped_at=over)
