"""The orders of a list, and pages of it that start after a given job: deep ones cost no more than the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from jobs.models import Job
from jobs.models.job import JobQuerySet

FIELDS = ("created_at", "priority", "progress", "due_at", "finished_at")
ORDERINGS = [sign + name for name in FIELDS for sign in ("-", "")]
DEFAULT_ORDERING = "-created_at"

_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """A job's place in an order: its sort key (None when that is the id alone) and its id."""

    key: datetime | int | None
    job_id: UUID


@dataclass(frozen=True, slots=True)
class Slice:
    """Jobs in their order, and whether there are others before and after them."""

    jobs: Sequence[Job]
    has_previous: bool
    has_next: bool


def ordered(jobs: JobQuerySet, ordering: str) -> JobQuerySet:
    """`jobs` by one of `ORDERINGS`, urgent above low for `-priority`; those without the time come last.

    Ids are made in the order of time, so that `created_at` needs no sort beside the index on them.
    """
    descending, name = ordering.startswith("-"), ordering.removeprefix("-")
    sign = "-" if descending else ""
    match name:
        case "created_at":
            return jobs.order_by(f"{sign}id")
        case "priority":
            jobs = jobs.with_priority_rank().annotate(sort_key=F("priority_rank"))
        case "progress":
            jobs = jobs.annotate(sort_key=F("progress"))
        case "due_at" | "finished_at":
            jobs = jobs.annotate(sort_key=Coalesce(name, Value(_FIRST if descending else _LAST)))
        case _:
            raise ValueError(f"no such ordering: {ordering}")
    return jobs.order_by(f"{sign}sort_key", f"{sign}id")


def place_of(job: Job) -> Place:
    """Where `job`, which `ordered` gave, stands."""
    return Place(getattr(job, "sort_key", None), job.pk)


def slice_at(jobs: JobQuerySet, ordering: str, place: Place, *, before: bool, limit: int) -> Slice:
    """The `limit` jobs next after `place`, or next before it; `jobs` are not ordered yet."""
    descending = ordering.startswith("-") != before
    rows = ordered(jobs, ordering)
    rows = rows.filter(_beyond(place, "lt" if descending else "gt"))
    found = list((rows.reverse() if before else rows)[: limit + 1])
    more, page = len(found) > limit, found[:limit]
    if before:
        return Slice(page[::-1], has_previous=more, has_next=True)
    return Slice(page, has_previous=True, has_next=more)


def _beyond(place: Place, side: str) -> Q:
    further: dict[str, Any] = {f"id__{side}": place.job_id}
    if place.key is None:
        return Q(**further)
    return Q(**{f"sort_key__{side}": place.key}) | Q(sort_key=place.key, **further)
