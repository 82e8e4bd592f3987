"""How lists of jobs are narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from jobs.models import JobTag
from jobs.models.job import JobQuerySet


@dataclass(frozen=True, slots=True)
class Filters:
    """What is empty or None asks for nothing. `_from` is inclusive, `_to` exclusive; lists mean any of them.

    `parent` asks for the children of one job, `children` for top-level jobs and children alike; without either,
    top-level jobs alone are listed. `assigned` False asks for jobs that nobody is assigned to.
    """

    # For pydantic, which reads it in payloads: a word it does not know must not let every job in.
    __pydantic_config__: ClassVar = {"extra": "forbid"}

    status: Sequence[str] = ()
    kind: Sequence[str] = ()
    priority: Sequence[str] = ()
    category: Sequence[str] = ()
    tag: Sequence[str] = ()
    assignee: UUID | None = None
    assigned: bool | None = None
    q: str = ""
    created_from: datetime | None = None
    created_to: datetime | None = None
    finished_from: datetime | None = None
    finished_to: datetime | None = None
    due_from: datetime | None = None
    due_to: datetime | None = None
    parent: UUID | None = None
    children: bool = False


_WORDS = ("status", "kind", "priority", "category")
_RANGES = ("created", "finished", "due")


def filtered(jobs: JobQuerySet, filters: Filters) -> JobQuerySet:
    """`jobs` that match all of `filters`."""
    return jobs.filter(_family(filters), _words(filters), _ranges(filters), _assignee(filters), with_words(filters.q))


def _family(filters: Filters) -> Q:
    if filters.parent is not None:
        return Q(parent_id=filters.parent)
    return Q() if filters.children else Q(parent__isnull=True)


def _words(filters: Filters) -> Q:
    asked = Q(**{f"{name}__in": list(words) for name in _WORDS if (words := getattr(filters, name))})
    if filters.tag:
        asked &= Q(Exists(JobTag.objects.filter(job_id=OuterRef("pk"), name__in=list(filters.tag))))
    return asked


def _ranges(filters: Filters) -> Q:
    asked = Q()
    for name in _RANGES:
        if (start := getattr(filters, f"{name}_from")) is not None:
            asked &= Q(**{f"{name}_at__gte": start})
        if (end := getattr(filters, f"{name}_to")) is not None:
            asked &= Q(**{f"{name}_at__lt": end})
    return asked


def _assignee(filters: Filters) -> Q:
    if filters.assignee is not None:
        return Q(assignee_id=filters.assignee)
    return Q() if filters.assigned is None else Q(assignee__isnull=not filters.assigned)


def with_words(q: str) -> Q:
    """Every word must be in the title or the description."""
    asked = Q()
    for word in q.split():
        asked &= Q(title__icontains=word) | Q(description__icontains=word)
    return asked
