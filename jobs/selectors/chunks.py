"""The parts of a document that children of a job work, and how far they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Now

from jobs.events import STATE
from jobs.models import ChunkRecord, Job, JobLog
from jobs.states import FINAL, Status

PAGE = 200
# The pace of the last so many seconds says how long the rest may take.
PACE_SECONDS = 60.0
MOST_CAUSES = 20


@dataclass(frozen=True, slots=True)
class ChunkState:
    """A part as it is now. `result` is None unless it is completed, `error_class` is empty unless something failed."""

    index: int
    start: int
    end: int
    job_id: UUID
    status: str
    attempt: int
    result: Any
    error_class: str
    error_message: str

    @property
    def is_final(self) -> bool:
        return self.status in FINAL


@dataclass(frozen=True, slots=True)
class Cause:
    """Why parts failed: how many of one class, with the message of the first."""

    error_class: str
    count: int
    first_index: int
    message: str


_COLUMNS = (
    "index", "start", "end", "child_id", "child__status", "child__attempt", "result", "child__error_class",
    "child__error_message",
)  # fmt: skip


def payload_of(job_id: UUID) -> tuple[Any, int]:
    """A job's payload as it is stored, and its version. DoesNotExist when it is gone."""
    job = Job.objects.only("payload", "payload_version").get(pk=job_id)
    return job.payload, job.payload_version


def chunk_states(
    parent_id: UUID, *, after: int = -1, limit: int = PAGE, only: frozenset[str] = frozenset()
) -> list[ChunkState]:
    """The next `limit` parts after the index `after`, in order, of those whose status is one of `only`."""
    rows = ChunkRecord.objects.filter(parent_id=parent_id, index__gt=after).order_by("index")
    if only:
        rows = rows.filter(child__status__in=only)
    return [ChunkState(*row) for row in rows.values_list(*_COLUMNS)[:limit]]


def every_chunk(parent_id: UUID, *, only: frozenset[str] = frozenset()) -> Iterator[ChunkState]:
    """All of them, read a page at a time."""
    page = chunk_states(parent_id, only=only)
    while page:
        yield from page
        page = chunk_states(parent_id, after=page[-1].index, only=only)


def chunk_counts(parent_id: UUID) -> dict[str, int]:
    """How many parts there are in each status; those that have none are absent."""
    parts = Job.objects.filter(parent_id=parent_id).order_by()
    return dict(parts.values_list("status").annotate(count=Count("pk")))


def causes_of(parent_id: UUID) -> list[Cause]:
    """Why parts failed, the commonest first, up to `MOST_CAUSES`."""
    failed = ChunkRecord.objects.filter(parent_id=parent_id, child__outcome=Status.FAILED).order_by()
    groups = failed.values("child__error_class").annotate(count=Count("pk"), first=Min("index"))
    rows = [(row["child__error_class"], row["count"], row["first"]) for row in groups.order_by("-count")[:MOST_CAUSES]]
    firsts = ChunkRecord.objects.filter(parent_id=parent_id, index__in=[first for *_, first in rows])
    messages = dict(firsts.values_list("index", "child__error_message"))
    return [Cause(word, count, first, messages.get(first, "")) for word, count, first in rows]


def seconds_left(parent_id: UUID) -> float | None:
    """How long the open parts may take at the pace of the last minute, or since the job was split or went on.

    None where nothing was done in that time.
    """
    went_on = JobLog.objects.filter(job_id=parent_id, type=STATE).aggregate(at=Max("at"))["at"]
    recent = Q(finished_at__gt=Now() - timedelta(seconds=PACE_SECONDS), attempt__gt=0)
    if went_on is not None:
        recent &= Q(finished_at__gt=went_on)
    found = Job.objects.filter(parent_id=parent_id).aggregate(
        open=Count("pk", filter=Q(outcome=None)),
        done=Count("pk", filter=recent),
        began=Min("started_at", filter=recent),
        now=Max(Now()),
    )
    if not found["open"]:
        return 0.0
    if not found["done"] or found["began"] is None:
        return None
    began = max(found["began"], went_on or found["began"])
    took = min(PACE_SECONDS, (found["now"] - began).total_seconds())
    return float(found["open"] * took / found["done"])
