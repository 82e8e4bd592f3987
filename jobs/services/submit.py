"""Submitting a job: check it against its kind, then enter it in the queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from jobs.conf import conf
from jobs.errors import InvalidSubmission
from jobs.handlers import registry
from jobs.queue.due_reminders import check_reminder
from jobs.queue.edges import OnFailure
from jobs.queue.enqueue import Enqueued, NewJob, enqueue
from jobs.queue.journal import json_bytes, sanitised
from jobs.queue.moments import END_OF_DAY, FIRST_YEAR, LAST_YEAR, check_moments
from jobs.queue.unique import LONGEST_KEY, OnConflict, Unique
from jobs.states import Priority, Status

__all__ = ["END_OF_DAY", "FIRST_YEAR", "LAST_YEAR", "Submission", "Submitted", "checked", "submit"]

Submitted = Enqueued
LONGEST_PERIOD = 366 * 86_400.0
LONGEST_UNIQUE_KEY = LONGEST_KEY
# What people may say of a job, in characters, and how much of it.
LONGEST_TITLE = 200
LONGEST_DESCRIPTION = 10_000
LONGEST_CATEGORY = 64
LONGEST_TAG = 40
MOST_TAGS = 20
MOST_MINUTES = 1_000_000
MOST_UPSTREAM = 100


@dataclass(frozen=True, slots=True)
class Submission:
    """What a caller asks for. Times are aware; `max_cost_nano` is in billionths of a dollar.

    `beyond_limit` lets it in however many unfinished jobs its owner has. `made_by` is what makes it, for kinds that say
    so (`Handler.made_by`).
    """

    owner_id: UUID
    kind: str
    payload: Mapping[str, Any]
    title: str = ""
    description: str = ""
    priority: str = Priority.MEDIUM
    category: str = ""
    tags: Sequence[str] = ()
    assignee_id: UUID | None = None
    run_at: datetime | None = None
    due_at: datetime | None = None
    estimated_minutes: int | None = None
    remind_minutes_before: int | None = None
    max_attempts: int | None = None
    max_cost_nano: int | None = None
    idempotency_key: str | None = None
    depends_on: Sequence[UUID] = ()
    on_dependency_failure: str = OnFailure.CANCEL
    beyond_limit: bool = False
    made_by: str = ""
    unique: Unique | None = None


def submit(asked: Submission) -> Submitted:
    """Enqueue `asked`. InvalidSubmission names each bad field; nothing is enqueued then.

    QueueFull, IdempotencyMismatch, UniqueConflict: as `jobs.queue.enqueue.enqueue`.
    """
    return enqueue(checked(asked))


def checked(asked: Submission) -> NewJob:
    """`asked` as the queue takes it. InvalidSubmission names each bad field."""
    handler = registry.submittable(asked.kind, made_by=asked.made_by)
    if (size := json_bytes(dict(asked.payload))) > conf().payload_bytes:
        raise InvalidSubmission({"payload": f"{size} bytes; at most {conf().payload_bytes} are allowed."})
    payload = handler.parse(asked.payload)
    attempts = asked.max_attempts or handler.max_attempts
    if not 1 <= attempts <= conf().max_attempts_limit:
        raise InvalidSubmission({"max_attempts": f"Must be 1 to {conf().max_attempts_limit}."})
    if asked.priority not in Priority.values:
        raise InvalidSubmission({"priority": f"Must be one of {', '.join(Priority.values)}."})
    check_moments({"run_at": asked.run_at, "due_at": asked.due_at})
    if asked.remind_minutes_before is not None:
        check_reminder(asked.kind, asked.due_at)
    if asked.unique:
        _check_unique(asked.unique, waits=bool(asked.depends_on))
    return NewJob(
        owner_id=asked.owner_id,
        kind=asked.kind,
        payload=sanitised(payload.model_dump(mode="json")),
        payload_version=handler.version,
        title=(asked.title or handler.title(payload))[:LONGEST_TITLE],
        description=asked.description,
        priority=asked.priority,
        category=asked.category,
        tags=asked.tags,
        assignee_id=asked.assignee_id,
        run_at=asked.run_at,
        due_at=asked.due_at,
        estimated_minutes=asked.estimated_minutes,
        remind_minutes_before=asked.remind_minutes_before,
        max_attempts=attempts,
        timeout_seconds=handler.timeout_for(payload),
        max_cost_nano=_lower(asked.max_cost_nano, handler.cost_cap_for(payload)),
        idempotency_key=asked.idempotency_key,
        depends_on=tuple(dict.fromkeys(asked.depends_on)),
        on_dependency_failure=asked.on_dependency_failure,
        beyond_limit=asked.beyond_limit,
        unique=asked.unique,
    )


def _lower(*caps: int | None) -> int | None:
    """Both caps hold, so the lower one does."""
    return min((cap for cap in caps if cap is not None), default=None)


def _check_unique(unique: Unique, *, waits: bool) -> None:
    errors = {}
    if not 1 <= len(unique.key) <= LONGEST_KEY or unique.key != sanitised(unique.key):
        errors["unique.key"] = f"Must be 1 to {LONGEST_KEY} characters of valid text."
    if not unique.states or not unique.states <= set(Status):
        errors["unique.states"] = f"Must be some of {', '.join(sorted(Status))}."
    if unique.period_seconds is not None and not 0 < unique.period_seconds <= LONGEST_PERIOD:
        errors["unique.period_seconds"] = f"Must be more than 0 and at most {LONGEST_PERIOD:.0f}, or null for no limit."
    if unique.on_conflict is OnConflict.REPLACE and waits:
        errors["unique.on_conflict"] = "A job that replaces another cannot bring depends_on: choose reject or keep."
    if errors:
        raise InvalidSubmission(errors)
