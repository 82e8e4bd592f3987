"""The jobs that a fan-out makes, and how many of them are still open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import uuid_utils.compat as uuid
from django.db.models import Count, Q, Sum

from jobs.events import state_changed
from jobs.models import ChunkRecord, Job, LedgerEntry
from jobs.queue.insert import insert_jobs
from jobs.queue.loader import load
from jobs.states import Status

CHUNK_COLUMNS = ("parent_id", "child_id", "index", "start", "end", "input_tokens", "output_tokens")
_REAL = Q(simulated=False)


@dataclass(frozen=True, slots=True)
class Span:
    """The part of the parent's document that a child works: characters `start` to `end` (exclusive)."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NewChild:
    """A validated child. Owner, category and, unless given, priority are its parent's."""

    kind: str
    payload: dict[str, Any]
    payload_version: int
    title: str
    max_attempts: int
    timeout_seconds: float
    priority: str | None = None
    span: Span | None = None


def insert_children(parent: Job, children: Sequence[NewChild], now: datetime) -> None:
    """Enter the children of the locked `parent`, in order: their ids rise. Their turns leave room for other owners."""
    jobs = [_row(parent, child, now) for child in children]
    insert_jobs(jobs, [state_changed(Status.PENDING, "Accepted")] * len(jobs))
    load(
        ChunkRecord._meta.db_table,  # noqa: SLF001
        CHUNK_COLUMNS,
        (
            (parent.pk, job.pk, child.span.index, child.span.start, child.span.end, 0, 0)
            for job, child in zip(jobs, children, strict=True)
            if child.span is not None
        ),
    )


def _row(parent: Job, child: NewChild, now: datetime) -> Job:
    return Job(
        id=uuid.uuid7(),
        parent_id=parent.pk,
        root_id=parent.root_id,
        owner_id=parent.owner_id,
        category=parent.category,
        priority=child.priority or parent.priority,
        kind=child.kind,
        payload=child.payload,
        payload_version=child.payload_version,
        title=child.title,
        max_attempts=child.max_attempts,
        timeout_seconds=child.timeout_seconds,
        status=Status.PENDING,
        created_at=now,
        last_seq=1,
    )


def count_open(parent: Job) -> int:
    """How many children of `parent` are live, from the rows."""
    return Job.objects.filter(parent_id=parent.pk).live().count()


def fill_chunks(ended: Iterable[Job]) -> None:
    """Enter in the chunk records of `ended` children what became of them: result, tokens, and real cost if known."""
    chunks = list(ChunkRecord.objects.filter(child_id__in=[job.pk for job in ended]).select_related("child"))
    if not chunks:
        return
    spent: dict[UUID | None, Mapping[str, Any]] = {
        row["job_id"]: row
        for row in LedgerEntry.objects.filter(job_id__in=[chunk.child_id for chunk in chunks])
        .values("job_id")
        .annotate(
            input=Sum("input_tokens"),
            output=Sum("output_tokens"),
            cost=Sum("cost_nano", filter=_REAL),
            unknown=Count("pk", filter=_REAL & Q(cost_nano=None)),
        )
        .order_by()
    }
    for chunk in chunks:
        usage = spent.get(chunk.child_id, {})
        chunk.result = chunk.child.result
        chunk.input_tokens = usage.get("input") or 0
        chunk.output_tokens = usage.get("output") or 0
        chunk.cost_nano = None if usage.get("unknown") else usage.get("cost") or 0
    ChunkRecord.objects.bulk_update(chunks, ["result", "input_tokens", "output_tokens", "cost_nano"], batch_size=500)
