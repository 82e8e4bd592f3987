"""The jobs that a fan-out makes, and how many of them are still open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import uuid_utils.compat as uuid
from django.db import connection
from django.db.models import UUIDField

from jobs.events import state_changed
from jobs.models import ChunkRecord, Job
from jobs.queue.insert import insert_jobs
from jobs.queue.loader import load
from jobs.states import Status, higher

# As the ORM would have it, which takes longer to write the statement than the database to run it.
FILL_CHUNKS = """
UPDATE jobs_chunkrecord
SET result = (SELECT job.result FROM jobs_job AS job WHERE job.id = child_id),
    input_tokens = (
        SELECT coalesce(sum(call.input_tokens), 0) FROM jobs_ledgerentry AS call WHERE call.job_id = child_id
    ),
    output_tokens = (
        SELECT coalesce(sum(call.output_tokens), 0) FROM jobs_ledgerentry AS call WHERE call.job_id = child_id
    ),
    cost_nano = (
        SELECT CASE WHEN count(*) = count(call.cost_nano) THEN coalesce(sum(call.cost_nano), 0) END
        FROM jobs_ledgerentry AS call
        WHERE call.job_id = child_id AND NOT call.simulated
    )
WHERE child_id IN ({ids})
"""
_AS_STORED = UUIDField()

CHUNK_COLUMNS = ("parent_id", "child_id", "index", "start", "end", "input_tokens", "output_tokens")


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


def insert_children(parent: Job, children: Sequence[NewChild], now: datetime, *, at_once: int | None = None) -> None:
    """Enter the children of the locked `parent`, in order: their ids rise. Their turns leave room for other owners.

    The first `at_once` have a place, the others wait in line for one; None lets all of them work.
    """
    jobs = [_row(parent, child, now) for child in children]
    if at_once is not None:
        for number, job in enumerate(jobs):
            job.has_place = number < at_once
            job.status = Status.PENDING if job.has_place else Status.BLOCKED
    insert_jobs(jobs, [state_changed(job.status, "Accepted") for job in jobs])
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
    priority = child.priority or parent.priority
    return Job(
        id=uuid.uuid7(),
        parent_id=parent.pk,
        root_id=parent.root_id,
        owner_id=parent.owner_id,
        category=parent.category,
        priority=priority,
        lifted_to=higher(parent.lifted_to, priority),
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


def fill_chunks(children: Iterable[UUID]) -> None:
    """Enter in the chunk records of ended `children` what became of them: result, tokens, and real cost if known."""
    ids = [_AS_STORED.get_db_prep_value(child, connection) for child in children]
    with connection.cursor() as cursor:
        cursor.execute(FILL_CHUNKS.format(ids=", ".join(["%s"] * len(ids))), ids)
