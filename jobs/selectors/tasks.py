"""People's tasks: whose they are, in which column of the board they stand, and the first of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from jobs.models import Job, JobTag
from jobs.models.job import JobQuerySet
from jobs.selectors.filtering import with_words
from jobs.selectors.ordering import Slice, ordered, place_of, slice_at
from jobs.states import FINAL, WAITING, Status

MOST_WORDS = 50


class Column(StrEnum):
    """Where a task stands on the board."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"


STATUSES: dict[Column, frozenset[Status]] = {
    Column.TODO: WAITING,
    Column.DOING: frozenset({Status.PROCESSING}),
    Column.DONE: FINAL,
}


class Whose(StrEnum):
    MINE = "mine"
    ASSIGNED = "assigned"
    ALL = ""


@dataclass(frozen=True, slots=True)
class TaskFilters:
    """What is empty or None asks for nothing. All words of `q` are in title or description.

    `due_from` is inclusive, `due_to` exclusive. `is_due` False asks for tasks without a due time, `is_open` for those
    that have not ended.
    """

    whose: Whose = Whose.ALL
    category: str = ""
    tag: str = ""
    priority: str = ""
    q: str = ""
    due_from: datetime | None = None
    due_to: datetime | None = None
    is_due: bool | None = None
    is_open: bool = False


def column_of(status: str) -> Column:
    return next(column for column, statuses in STATUSES.items() if status in statuses)


def tasks_of(caller: User, filters: TaskFilters) -> list[JobQuerySet]:
    """The tasks that match, in one or two parts without a common one: of each, an index gives the first.

    Both at once, by OR, would be read whole to find these.
    """
    tasks = Job.objects.tasks().filter(_matching(filters))
    own, given = tasks.owned_by(caller.pk), tasks.filter(assignee=caller)
    match filters.whose:
        case Whose.MINE:
            return [own]
        case Whose.ASSIGNED:
            return [given]
        case Whose.ALL:
            return [own, given.exclude(owner=caller)]


def in_columns(parts: Sequence[JobQuerySet], columns: Sequence[Column]) -> list[JobQuerySet]:
    """Those of `parts` that stand in one of `columns`."""
    statuses = sorted(status for column in columns for status in STATUSES[column])
    asked = Q(status__in=statuses)
    if Column.DONE not in columns:
        asked &= Q(finished_at__isnull=True)
    elif list(columns) == [Column.DONE]:
        asked &= Q(finished_at__isnull=False)
    return [part.filter(asked) for part in parts]


def first_of(parts: Sequence[JobQuerySet], ordering: str, limit: int) -> list[Job]:
    """The first `limit` of all `parts` by one of `ORDERINGS`."""
    if ordering == "-finished_at":  # of those that have ended, which an index has in this order
        rows = [part.filter(finished_at__isnull=False).order_by("-finished_at", "-id") for part in parts]
        found = [job for part in rows for job in part[:limit]]
        return sorted(found, key=attrgetter("finished_at", "pk"), reverse=True)[:limit]
    found = [job for part in parts for job in ordered(part, ordering)[:limit]]
    return _in_order(found, ordering)[:limit]


def slice_of(parts: Sequence[JobQuerySet], ordering: str, after: Job | None, limit: int) -> Slice:
    """The `limit` tasks next after the task `after`, from the start without it."""
    if after is None:
        found = [job for part in parts for job in ordered(part, ordering)[: limit + 1]]
        return Slice(_in_order(found, ordering)[:limit], has_previous=False, has_next=len(found) > limit)
    place = place_of(ordered(Job.objects.filter(pk=after.pk), ordering).get())
    slices = [slice_at(part, ordering, place, before=False, limit=limit) for part in parts]
    found = [job for each in slices for job in each.jobs]
    has_next = len(found) > limit or any(each.has_next for each in slices)
    return Slice(_in_order(found, ordering)[:limit], has_previous=True, has_next=has_next)


def words_of(caller: User) -> tuple[list[str], list[str]]:
    """The categories and the tags of what the caller has to do, to choose from."""
    live = Job.objects.tasks().filter(finished_at__isnull=True)
    theirs = live.filter(Q(owner=caller) | Q(assignee=caller)).order_by()
    categories = theirs.exclude(category="").values_list("category", flat=True).distinct()[:MOST_WORDS]
    tags = JobTag.objects.filter(job__in=theirs.values("pk")).values_list("name", flat=True).distinct()
    return sorted(categories), sorted(tags.order_by("name")[:MOST_WORDS])


def _matching(filters: TaskFilters) -> Q:
    asked = Q(**{name: word for name in ("category", "priority") if (word := getattr(filters, name))})
    asked &= with_words(filters.q)
    if filters.tag:
        asked &= Q(Exists(JobTag.objects.filter(job_id=OuterRef("pk"), name=filters.tag)))
    if filters.due_from is not None:
        asked &= Q(due_at__gte=filters.due_from)
    if filters.due_to is not None:
        asked &= Q(due_at__lt=filters.due_to)
    if filters.is_due is not None:
        asked &= Q(due_at__isnull=not filters.is_due)
    return asked & Q(finished_at__isnull=True) if filters.is_open else asked


def _in_order(jobs: list[Job], ordering: str) -> list[Job]:
    def key(job: Job) -> tuple[Any, ...]:
        place = place_of(job)
        return (place.job_id,) if place.key is None else (place.key, place.job_id)

    return sorted(jobs, key=key, reverse=ordering.startswith("-"))
