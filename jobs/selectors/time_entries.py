"""The time that people spent on manual jobs: always sums of their entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from django.db.models import DurationField, ExpressionWrapper, F, Sum
from django.db.models.functions import Coalesce, Now

from accounts.models import User
from jobs.models import Job, TimeEntry
from jobs.models.time_entry import TimeEntryQuerySet

# How long an entry took, or takes so far.
SPENT = ExpressionWrapper(Coalesce(F("stopped_at"), Now()) - F("started_at"), output_field=DurationField())


def entries_of(job_id: UUID) -> TimeEntryQuerySet:
    """The job's entries in their order, each with `spent`, and with their traces."""
    entries = TimeEntry.objects.counted().filter(job_id=job_id).annotate(spent=SPENT)
    return entries.prefetch_related("corrections").order_by("number")


def entry_of(caller: User, job: Job, number: int) -> TimeEntry:
    """One that the caller may set right: of a job of their own, or their own. DoesNotExist."""
    entries = entries_of(job.pk)
    return (entries if job.owner_id == caller.pk else entries.filter(person=caller)).get(number=number)


def minutes_of(job_ids: Iterable[UUID]) -> Mapping[UUID, float]:
    """Minutes by job, in one query, running timers up to now; jobs without an entry are absent."""
    rows = (
        TimeEntry.objects.counted()
        .filter(job_id__in=list(job_ids))
        .order_by()
        .values_list("job_id")
        .annotate(spent=Sum(SPENT))
    )
    return {job_id: minutes(spent) for job_id, spent in rows}


def minutes(spent: timedelta) -> float:
    return round(spent.total_seconds() / 60, 2)


def running_on(job_id: UUID) -> list[TimeEntry]:
    """Whose timer runs on the job, and since when."""
    return list(TimeEntry.objects.running().filter(job_id=job_id).select_related("person").order_by("number"))


def running_of(person_id: UUID) -> TimeEntry | None:
    """The entry of the timer that the person lets run, with its job and the time `spent` by the database's clock."""
    entries = TimeEntry.objects.running().filter(person_id=person_id).annotate(spent=SPENT)
    return entries.select_related("job").only("number", "started_at", "job__title").first()


def running_among(job_ids: Iterable[UUID]) -> dict[UUID, list[TimeEntry]]:
    """Whose timers run on which of the jobs."""
    found: dict[UUID, list[TimeEntry]] = {}
    for entry in TimeEntry.objects.running().filter(job_id__in=list(job_ids)).select_related("person"):
        found.setdefault(entry.job_id, []).append(entry)
    return found
