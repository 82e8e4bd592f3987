"""Rows as a journal hands them to the database's driver: plain values, JSON columns as text."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from jobs.models import Job

# What a change of state may set. `result` is apart: it may be megabytes, and most changes do not touch it.
MOVED = (
    "status", "custody", "lease_id", "turn_at", "wake_at", "outcome", "finished_at", "held_reason", "hold_requested",
    "cancel_requested_at", "phase", "round", "failures", "losses", "max_attempts", "children_total", "children_open",
    "children_failed", "children_at_once", "join_policy", "has_place", "unique_key", "progress", "error_class",
    "error_message", "last_seq",
)  # fmt: skip

# `id`, `was_status`, `was_lease_id`, every column of MOVED, `has_result`, `result`.
Move = dict[str, Any]


class Completion(TypedDict):
    """A plain success of the attempt that `lease_id` holds."""

    job_id: UUID
    lease_id: UUID
    result: str | None


class Closure(TypedDict):
    """How the attempt ended that `lease_id` held."""

    job_id: UUID
    lease_id: UUID
    number: int
    finished_at: datetime
    outcome: str
    error_class: str
    error_message: str
    traceback: str


class Reserved(TypedDict):
    """A call about to be made, as its entry in the ledger begins."""

    id: UUID
    job_id: UUID
    root_id: UUID
    owner_id: UUID
    kind: str
    attempt: int
    lease_id: UUID
    step: str
    provider: str
    model: str
    simulated: bool
    estimate_nano: int | None
    created_at: datetime


class Kept(TypedDict):
    """A step's output."""

    job_id: UUID
    name: str
    input_hash: str
    output: str
    attempt: int
    started_at: datetime
    finished_at: datetime


class Settled(TypedDict):
    """An answered call, whose entry in the ledger `lease_id` has opened."""

    id: UUID
    lease_id: UUID
    model: str
    input_tokens: int
    output_tokens: int
    cost_nano: int | None
    price_source: str
    generation_id: str
    usage: str
    settled_at: datetime


class Touched(TypedDict):
    """What a report changes of the job that `lease_id` holds; a message of None leaves the one there is."""

    id: UUID
    lease_id: UUID
    last_seq: int
    progress: int
    progress_message: str | None


class Fact(TypedDict):
    """One row of a job's log."""

    job_id: UUID
    seq: int
    type: str
    level: str
    message: str
    data: str
    at: datetime


def moved(job: Job, was_status: str, was_lease_id: UUID | None, *, has_result: bool) -> Move:
    """The columns of `job` as they are now, and the state and lease that it must still have in the database."""
    row = {name: getattr(job, name) for name in MOVED}
    row["join_policy"] = None if job.join_policy is None else as_json(job.join_policy)
    return row | {
        "id": job.pk,
        "was_status": was_status,
        "was_lease_id": was_lease_id,
        "has_result": has_result,
        "result": as_json(job.result) if has_result and job.result is not None else None,
    }


def as_json(value: Any) -> str:
    """`value` as a JSON column stores it."""
    return json.dumps(value, cls=DjangoJSONEncoder)


def dumped(rows: Any) -> str:
    """`rows` as one JSON parameter; times keep their microseconds."""
    return json.dumps(rows, default=_plain)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
