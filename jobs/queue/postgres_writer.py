"""What a journal and a claim write, as statements for PostgreSQL: one a table, each batch one JSON parameter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from jobs.queue.rows import Beginning, Closure, Fact, Grant, Move, dumped

# The rows are locked by this transaction; state and lease are compared all the same: the guard is in the statement.
MOVE_IF_AS_LOCKED = """
UPDATE jobs_job AS job
SET status = moved.status,
    custody = moved.custody,
    lease_id = moved.lease_id,
    turn_at = moved.turn_at,
    wake_at = moved.wake_at,
    outcome = moved.outcome,
    finished_at = moved.finished_at,
    held_reason = moved.held_reason,
    hold_requested = moved.hold_requested,
    cancel_requested_at = moved.cancel_requested_at,
    phase = moved.phase,
    round = moved.round,
    failures = moved.failures,
    losses = moved.losses,
    max_attempts = moved.max_attempts,
    children_total = moved.children_total,
    children_open = moved.children_open,
    children_failed = moved.children_failed,
    join_policy = moved.join_policy::jsonb,
    unique_key = moved.unique_key,
    progress = moved.progress,
    error_class = moved.error_class,
    error_message = moved.error_message,
    last_seq = moved.last_seq,
    result = CASE WHEN moved.has_result THEN moved.result::jsonb ELSE job.result END
FROM jsonb_to_recordset(%s::jsonb) AS moved(
    id uuid, was_status text, was_lease_id uuid,
    status text, custody text, lease_id uuid, turn_at timestamptz, wake_at timestamptz, outcome text,
    finished_at timestamptz, held_reason text, hold_requested text, cancel_requested_at timestamptz, phase text,
    round integer, failures integer, losses smallint, max_attempts integer, children_total integer,
    children_open integer, children_failed integer, join_policy text, unique_key text, progress smallint,
    error_class text, error_message text, last_seq integer, has_result boolean, result text
)
WHERE job.id = moved.id
    AND job.status = moved.was_status
    AND job.lease_id IS NOT DISTINCT FROM moved.was_lease_id
"""

GRANT_LEASES = """
INSERT INTO jobs_lease (job_id, lease_id, worker_id, kind, owner_id, claimed_at, expires_at, deadline_at)
SELECT job_id, lease_id, worker_id, kind, owner_id, claimed_at, expires_at, deadline_at
FROM jsonb_to_recordset(%s::jsonb) AS granted(
    job_id uuid, lease_id uuid, worker_id uuid, kind text, owner_id uuid, claimed_at timestamptz,
    expires_at timestamptz, deadline_at timestamptz
)
"""

BEGIN_ATTEMPTS = """
INSERT INTO jobs_attempt (job_id, number, lease_id, worker_id, started_at, error_class, error_message, traceback)
SELECT job_id, number, lease_id, worker_id, started_at, '', '', ''
FROM jsonb_to_recordset(%s::jsonb) AS begun(
    job_id uuid, number integer, lease_id uuid, worker_id uuid, started_at timestamptz
)
"""

CLOSE_ATTEMPTS = """
UPDATE jobs_attempt AS attempt
SET finished_at = closed.finished_at,
    outcome = closed.outcome,
    error_class = closed.error_class,
    error_message = closed.error_message,
    traceback = closed.traceback
FROM jsonb_to_recordset(%s::jsonb) AS closed(
    job_id uuid, number integer, finished_at timestamptz, outcome text, error_class text, error_message text,
    traceback text
)
WHERE attempt.job_id = closed.job_id AND attempt.number = closed.number
"""

APPEND_FACTS = """
INSERT INTO jobs_joblog (job_id, seq, type, level, message, data, at)
SELECT job_id, seq, type, level, message, data::jsonb, at
FROM jsonb_to_recordset(%s::jsonb) AS fact(
    job_id uuid, seq integer, type text, level text, message text, data text, at timestamptz
)
"""


def move(rows: Sequence[Move]) -> int:
    """How many of the jobs were as they had been locked, and were moved."""
    return _run(MOVE_IF_AS_LOCKED, rows)


def grant(rows: Sequence[Grant]) -> None:
    _run(GRANT_LEASES, rows)


def begin_attempts(rows: Sequence[Beginning]) -> None:
    _run(BEGIN_ATTEMPTS, rows)


def close_attempts(rows: Sequence[Closure]) -> None:
    _run(CLOSE_ATTEMPTS, rows)


def append(rows: Sequence[Fact]) -> None:
    _run(APPEND_FACTS, rows)


def _run(statement: str, rows: Sequence[dict[str, Any]] | Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [dumped(rows)])
        return int(cursor.rowcount)
