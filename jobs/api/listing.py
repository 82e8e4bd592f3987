"""A page of jobs: by `offset` near the start, by `cursor` from there on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rest_framework.request import Request

from accounts.api.paging import address
from jobs.api.cursor import Cursor, read_cursor
from jobs.models import Job
from jobs.models.job import JobQuerySet
from jobs.selectors.jobs import for_listing
from jobs.selectors.ordering import ordered, place_of, slice_at
from jobs.services.describe import describe_jobs

MAX_OFFSET = 10_000


def page_by_offset(jobs: JobQuerySet, request: Request, *, ordering: str, limit: int, offset: int) -> dict[str, Any]:
    """Jobs `offset` to `offset + limit`; beyond `MAX_OFFSET`, `next` goes on by cursor."""
    count = jobs.count()
    rows = list(for_listing(ordered(jobs, ordering))[offset : offset + limit])
    following = None
    if rows and offset + limit < count:
        far = offset + limit > MAX_OFFSET
        following = _by_cursor(request, rows, ordering) if far else address(request, offset=offset + limit)
    return {
        "count": count,
        "next": following,
        "previous": address(request, offset=max(0, offset - limit)) if offset else None,
        "results": describe_jobs(rows),
    }


def page_by_cursor(jobs: JobQuerySet, request: Request, *, ordering: str, limit: int, cursor: str) -> dict[str, Any]:
    """The page at `cursor`; its `count` is null, for to count is what costs. An empty cursor is the first page."""
    if not cursor:
        first = list(for_listing(ordered(jobs, ordering))[: limit + 1])
        return _page(request, first[:limit], ordering, has_previous=False, has_next=len(first) > limit)
    at = read_cursor(cursor, ordering)
    part = slice_at(for_listing(jobs), ordering, at.place, before=at.before, limit=limit)
    return _page(request, part.jobs, ordering, has_previous=part.has_previous, has_next=part.has_next)


def _page(
    request: Request, rows: Sequence[Job], ordering: str, *, has_previous: bool, has_next: bool
) -> dict[str, Any]:
    return {
        "count": None,
        "next": _by_cursor(request, rows, ordering) if rows and has_next else None,
        "previous": _by_cursor(request, rows, ordering, before=True) if rows and has_previous else None,
        "results": describe_jobs(rows),
    }


def _by_cursor(request: Request, rows: Sequence[Job], ordering: str, *, before: bool = False) -> str:
    edge = rows[0] if before else rows[-1]
    return address(request, offset=None, cursor=str(Cursor(ordering, place_of(edge), before)))
