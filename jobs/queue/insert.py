"""Enters many jobs at once, each with its first event, as fast as the database loads rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from django.db.models import JSONField

from jobs.events import Fact
from jobs.models import Job, JobLog
from jobs.queue.fairness import Turns
from jobs.queue.journal import sanitised
from jobs.queue.loader import load
from jobs.queue.rows import as_json
from jobs.states import Status

EVENT_COLUMNS = ("job_id", "seq", "type", "level", "message", "data", "at")


def insert_jobs(jobs: Sequence[Job], facts: Sequence[Fact], turns: Turns | None = None) -> None:
    """Insert the new `jobs`, and `facts`, one for each, as their first events, inside the caller's transaction.

    Those that are pending get their turns here, so that a flood of one owner leaves room for the others.
    """
    if not jobs:
        return
    turns = turns or Turns()
    for job in jobs:
        job.last_seq = 1
        if job.status == Status.PENDING:
            job.turn_at = turns.place(job, job.created_at)
    fields = [field for field in Job._meta.concrete_fields if _is_given(field.attname, jobs)]  # noqa: SLF001
    load(Job._meta.db_table, [str(field.column) for field in fields], _rows(jobs, fields))  # noqa: SLF001
    load(JobLog._meta.db_table, EVENT_COLUMNS, _events(jobs, facts))  # noqa: SLF001


def _is_given(name: str, jobs: Sequence[Job]) -> bool:
    """A column that none of `jobs` has a value for is left to be NULL."""
    return any(getattr(job, name) is not None for job in jobs)


def _rows(jobs: Sequence[Job], fields: Sequence[Any]) -> Iterator[list[Any]]:
    values = attrgetter(*(field.attname for field in fields))
    json_at = [index for index, field in enumerate(fields) if isinstance(field, JSONField)]
    for job in jobs:
        row = list(values(job))
        for index in json_at:
            row[index] = None if row[index] is None else as_json(row[index])
        yield row


def _events(jobs: Sequence[Job], facts: Sequence[Fact]) -> Iterator[tuple[Any, ...]]:
    for job, fact in zip(jobs, facts, strict=True):
        data = as_json(sanitised(fact.data))
        yield job.pk, 1, fact.type, fact.level, sanitised(fact.message), data, job.created_at
