"""The children of a fan-out: how many there are, what became of each, and the chunks that they worked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jobs.models import Job
from jobs.models.job import JobQuerySet
from jobs.states import SUCCEEDED, Status

PAGE = 200


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a child failed."""

    error_class: str
    message: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many children a parent has, how many failed or were `cancelled`, and how many succeeded only in part.

    `failed` counts those that were cancelled too. `first_failure` is of the first child that failed by itself; None
    where all others were only cancelled.
    """

    total: int
    failed: int
    policy: dict[str, Any]
    partial: int = 0
    cancelled: int = 0
    first_failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class ChildOutcome:
    """What became of one child, in the order in which the fan-out named them; `index` begins at 0."""

    id: UUID
    index: int
    kind: str
    status: str
    result: Any
    error: str

    @property
    def succeeded(self) -> bool:
        return self.status in SUCCEEDED


def tally_of(parent_id: UUID) -> Tally:
    """DoesNotExist when the job is gone."""
    parent = Job.objects.only("children_total", "children_failed", "join_policy").get(pk=parent_id)
    children = children_of(parent_id)
    partial = children.filter(outcome=Status.PARTIAL_SUCCESS).count()
    cancelled = children.filter(outcome=Status.CANCELLED).count() if parent.children_failed else 0
    first = _first_failure(parent_id) if parent.children_failed else None
    return Tally(parent.children_total, parent.children_failed, parent.join_policy or {}, partial, cancelled, first)


def _first_failure(parent_id: UUID) -> Failure | None:
    failed = children_of(parent_id).filter(outcome=Status.FAILED)
    found = failed.values_list("error_class", "error_message").first()
    return None if found is None else Failure(*found)


def outcomes_of(parent_id: UUID, after: ChildOutcome | None = None) -> list[ChildOutcome]:
    """The next `PAGE` children of `parent_id` after `after`."""
    children = children_of(parent_id)
    if after is not None:
        children = children.filter(pk__gt=after.id)
    first = 0 if after is None else after.index + 1
    rows = children.values_list("pk", "kind", "status", "result", "error_message")[:PAGE]
    return [
        ChildOutcome(pk, first + offset, kind, status, result, error)
        for offset, (pk, kind, status, result, error) in enumerate(rows)
    ]


def every_outcome(parent_id: UUID) -> Iterator[ChildOutcome]:
    """All children of `parent_id`, read a page at a time."""
    page = outcomes_of(parent_id)
    while page:
        yield from page
        page = outcomes_of(parent_id, page[-1])


def children_of(parent_id: UUID) -> JobQuerySet:
    """In the order in which the fan-out named them."""
    return Job.objects.filter(parent_id=parent_id).order_by("pk")


def chunks_of(parent_id: UUID) -> JobQuerySet:
    """Children of `parent_id` that work a part of its document, with their chunk records, in the document's order."""
    return Job.objects.filter(parent_id=parent_id, chunk__isnull=False).select_related("chunk").order_by("chunk__index")
