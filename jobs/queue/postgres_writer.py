"""What a journal writes, as statements for PostgreSQL: one a table, each batch one JSON parameter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import connection

from jobs import events
from jobs.queue.rows import Closure, Completion, Fact, Kept, Move, Reserved, Settled, Touched, as_json, dumped

# A LIMIT tells PostgreSQL how few rows there are: it takes a hundred for granted otherwise, and reads a table of some
# thousands as a whole to find them.
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
    children_at_once = moved.children_at_once,
    join_policy = moved.join_policy::jsonb,
    has_place = moved.has_place,
    unique_key = moved.unique_key,
    progress = moved.progress,
    error_class = moved.error_class,
    error_message = moved.error_message,
    last_seq = moved.last_seq,
    result = CASE WHEN moved.has_result THEN moved.result::jsonb ELSE job.result END
FROM (
    SELECT *
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS moved(
        id uuid, was_status text, was_lease_id uuid,
        status text, custody text, lease_id uuid, turn_at timestamptz, wake_at timestamptz, outcome text,
        finished_at timestamptz, held_reason text, hold_requested text, cancel_requested_at timestamptz, phase text,
        round integer, failures integer, losses smallint, max_attempts integer, children_total integer,
        children_open integer, children_failed integer, children_at_once integer, join_policy text, has_place boolean,
        unique_key text, progress smallint, error_class text, error_message text, last_seq integer,
        has_result boolean, result text
    )
    LIMIT %(count)s
) AS moved
WHERE job.id = moved.id
    AND job.status = moved.was_status
    AND job.lease_id IS NOT DISTINCT FROM moved.was_lease_id
"""

# The rows are locked in the order of their ids, as everywhere.
COMPLETE_IF_HELD = """
WITH told AS (
    SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS told(job_id uuid, lease_id uuid, result text)
), held AS (
    SELECT job.id, told.lease_id, told.result
    FROM told
    JOIN jobs_job AS job ON job.id = told.job_id AND job.lease_id = told.lease_id
    WHERE job.custody = 'worker'
    ORDER BY job.id
    FOR UPDATE OF job
), done AS (
    UPDATE jobs_job AS job
    SET status = 'completed',
        custody = NULL,
        lease_id = NULL,
        turn_at = NULL,
        wake_at = NULL,
        outcome = 'completed',
        finished_at = clock_timestamp(),
        hold_requested = NULL,
        cancel_requested_at = NULL,
        unique_key = CASE WHEN job.keeps_key THEN job.unique_key END,
        progress = 100,
        error_class = '',
        error_message = '',
        last_seq = job.last_seq + 1,
        result = held.result::jsonb
    FROM held
    WHERE job.id = held.id AND job.lease_id = held.lease_id
    RETURNING job.id, held.lease_id, job.attempt, job.last_seq, job.finished_at
), dropped AS (
    DELETE FROM jobs_lease AS lease USING done WHERE lease.job_id = done.id AND lease.lease_id = done.lease_id
), closed AS (
    UPDATE jobs_attempt AS attempt
    SET finished_at = done.finished_at, outcome = 'completed'
    FROM done
    WHERE attempt.job_id = done.id AND attempt.number = done.attempt
), abandoned AS (
    UPDATE jobs_ledgerentry AS entry
    SET state = 'abandoned', settled_at = done.finished_at
    FROM done
    WHERE entry.lease_id = done.lease_id AND entry.state = 'reserved'
), noted AS (
    INSERT INTO jobs_joblog (job_id, seq, type, level, message, data, at)
    SELECT id, last_seq, %(type)s, %(level)s, %(message)s,
        %(data)s::jsonb || jsonb_build_object('attempt', attempt), finished_at
    FROM done
)
SELECT lease_id, id FROM done
"""

CLOSE_ATTEMPTS = """
WITH closed AS (
    SELECT *
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS closed(
        job_id uuid, lease_id uuid, number integer, finished_at timestamptz, outcome text, error_class text,
        error_message text, traceback text
    )
    LIMIT %(count)s
), dropped AS (
    DELETE FROM jobs_lease AS lease USING closed WHERE lease.lease_id = closed.lease_id
), ended AS (
    UPDATE jobs_attempt AS attempt
    SET finished_at = closed.finished_at,
        outcome = closed.outcome,
        error_class = closed.error_class,
        error_message = closed.error_message,
        traceback = closed.traceback
    FROM closed
    WHERE attempt.job_id = closed.job_id AND attempt.number = closed.number
)
SELECT entry.id
FROM jobs_ledgerentry AS entry
JOIN closed ON closed.lease_id = entry.lease_id
WHERE entry.state = 'reserved'
"""

RESERVE_CALLS = """
INSERT INTO jobs_ledgerentry (
    id, job_id, root_id, owner_id, kind, attempt, lease_id, step, provider, model, simulated, estimate_nano, created_at,
    state, price_source, input_tokens, output_tokens, usage, generation_id
)
SELECT reserved.*, 'reserved', 'unknown', 0, 0, '{}', ''
FROM jsonb_to_recordset(%(rows)s::jsonb) AS reserved(
    id uuid, job_id uuid, root_id uuid, owner_id uuid, kind text, attempt integer, lease_id uuid, step text,
    provider text, model text, simulated boolean, estimate_nano bigint, created_at timestamptz
)
ON CONFLICT DO NOTHING
"""

KEEP_CHECKPOINTS = """
INSERT INTO jobs_stepcheckpoint (job_id, name, input_hash, output, attempt, started_at, finished_at)
SELECT job_id, name, input_hash, output::jsonb, attempt, started_at, finished_at
FROM jsonb_to_recordset(%(rows)s::jsonb) AS kept(
    job_id uuid, name text, input_hash text, output text, attempt integer, started_at timestamptz,
    finished_at timestamptz
)
ON CONFLICT DO NOTHING
"""

SETTLE_IF_OPEN = """
UPDATE jobs_ledgerentry AS entry
SET state = 'settled',
    model = settled.model,
    input_tokens = settled.input_tokens,
    output_tokens = settled.output_tokens,
    cost_nano = settled.cost_nano,
    price_source = settled.price_source,
    generation_id = settled.generation_id,
    usage = settled.usage::jsonb,
    settled_at = settled.settled_at
FROM (
    SELECT *
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS settled(
        id uuid, lease_id uuid, model text, input_tokens integer, output_tokens integer, cost_nano bigint,
        price_source text, generation_id text, usage text, settled_at timestamptz
    )
    LIMIT %(count)s
) AS settled
WHERE entry.id = settled.id AND entry.lease_id = settled.lease_id AND entry.state = 'reserved'
"""

TOUCH_IF_HELD = """
UPDATE jobs_job AS job
SET last_seq = touched.last_seq,
    progress = touched.progress,
    progress_message = coalesce(touched.progress_message, job.progress_message)
FROM (
    SELECT *
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS touched(
        id uuid, lease_id uuid, last_seq integer, progress smallint, progress_message text
    )
    LIMIT %(count)s
) AS touched
WHERE job.id = touched.id AND job.lease_id = touched.lease_id
"""

APPEND_FACTS = """
INSERT INTO jobs_joblog (job_id, seq, type, level, message, data, at)
SELECT job_id, seq, type, level, message, data::jsonb, at
FROM jsonb_to_recordset(%(rows)s::jsonb) AS fact(
    job_id uuid, seq integer, type text, level text, message text, data text, at timestamptz
)
"""


def move(rows: Sequence[Move]) -> int:
    """How many of the jobs were as they had been locked, and were moved."""
    return _run(MOVE_IF_AS_LOCKED, rows)


def complete(rows: Sequence[Completion], fact: events.Fact) -> dict[UUID, UUID]:
    with connection.cursor() as cursor:
        cursor.execute(COMPLETE_IF_HELD, asdict(fact) | {"data": as_json(fact.data), "rows": dumped(rows)})
        return dict(cursor.fetchall())


def close_attempts(rows: Sequence[Closure]) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(CLOSE_ATTEMPTS, _told(rows))
        return [entry_id for (entry_id,) in cursor.fetchall()]


def reserve_calls(rows: Sequence[Reserved]) -> None:
    _run(RESERVE_CALLS, rows)


def keep_checkpoints(rows: Sequence[Kept]) -> None:
    _run(KEEP_CHECKPOINTS, rows)


def settle_calls(rows: Sequence[Settled]) -> None:
    _run(SETTLE_IF_OPEN, rows)


def touch(rows: Sequence[Touched]) -> int:
    return _run(TOUCH_IF_HELD, rows)


def append(rows: Sequence[Fact]) -> None:
    _run(APPEND_FACTS, rows)


def _run(statement: str, rows: Sequence[dict[str, Any]] | Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, _told(rows))
        return int(cursor.rowcount)


def _told(rows: Sequence[Any]) -> dict[str, Any]:
    return {"rows": dumped(rows), "count": len(rows)}
