"""What a journal and a claim write, as statements for SQLite: one a table, run for row after row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from jobs.queue.rows import MOVED, Beginning, Closure, Fact, Grant, Move

# In the order of `MOVED`.
MOVE_IF_AS_LOCKED = """
UPDATE jobs_job
SET status = %s,
    custody = %s,
    lease_id = %s,
    turn_at = %s,
    wake_at = %s,
    outcome = %s,
    finished_at = %s,
    held_reason = %s,
    hold_requested = %s,
    cancel_requested_at = %s,
    phase = %s,
    round = %s,
    failures = %s,
    losses = %s,
    max_attempts = %s,
    children_total = %s,
    children_open = %s,
    children_failed = %s,
    join_policy = %s,
    unique_key = %s,
    progress = %s,
    error_class = %s,
    error_message = %s,
    last_seq = %s,
    result = CASE WHEN %s THEN %s ELSE result END
WHERE id = %s AND status = %s AND lease_id IS %s
"""
GRANT_LEASES = """
INSERT INTO jobs_lease (job_id, lease_id, worker_id, kind, owner_id, claimed_at, expires_at, deadline_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
BEGIN_ATTEMPTS = """
INSERT INTO jobs_attempt (job_id, number, lease_id, worker_id, started_at, error_class, error_message, traceback)
VALUES (%s, %s, %s, %s, %s, '', '', '')
"""
CLOSE_ATTEMPTS = """
UPDATE jobs_attempt
SET finished_at = %s, outcome = %s, error_class = %s, error_message = %s, traceback = %s
WHERE job_id = %s AND number = %s
"""
APPEND_FACTS = """
INSERT INTO jobs_joblog (job_id, seq, type, level, message, data, at) VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


def move(rows: Sequence[Move]) -> int:
    """How many of the jobs were as they had been locked, and were moved."""
    columns = (*MOVED, "has_result", "result", "id", "was_status", "was_lease_id")
    return _run(MOVE_IF_AS_LOCKED, ([row[name] for name in columns] for row in rows))


def grant(rows: Sequence[Grant]) -> None:
    columns = ("job_id", "lease_id", "worker_id", "kind", "owner_id", "claimed_at", "expires_at", "deadline_at")
    _run(GRANT_LEASES, ([dict(row)[name] for name in columns] for row in rows))


def begin_attempts(rows: Sequence[Beginning]) -> None:
    columns = ("job_id", "number", "lease_id", "worker_id", "started_at")
    _run(BEGIN_ATTEMPTS, ([dict(row)[name] for name in columns] for row in rows))


def close_attempts(rows: Sequence[Closure]) -> None:
    columns = ("finished_at", "outcome", "error_class", "error_message", "traceback", "job_id", "number")
    _run(CLOSE_ATTEMPTS, ([dict(row)[name] for name in columns] for row in rows))


def append(rows: Sequence[Fact]) -> None:
    columns = ("job_id", "seq", "type", "level", "message", "data", "at")
    _run(APPEND_FACTS, ([dict(row)[name] for name in columns] for row in rows))


def _run(statement: str, rows: Iterable[list[Any]]) -> int:
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[stored(value) for value in row] for row in rows])
        return int(cursor.rowcount)


def stored(value: Any) -> Any:
    """`value` as Django stores it on SQLite."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
