"""What a journal writes, as statements for SQLite: one a table, run for row after row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from jobs import events
from jobs.queue.clock import now as database_now
from jobs.queue.rows import MOVED, Closure, Completion, Fact, Kept, Move, Reserved, Settled, Touched, as_json
from jobs.states import AttemptOutcome

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
    children_at_once = %s,
    join_policy = %s,
    has_place = %s,
    unique_key = %s,
    progress = %s,
    error_class = %s,
    error_message = %s,
    last_seq = %s,
    result = CASE WHEN %s THEN %s ELSE result END
WHERE id = %s AND status = %s AND lease_id IS %s
"""
HELD = """
SELECT job.lease_id, job.id, job.attempt, job.last_seq + 1
FROM json_each(%s) AS told
JOIN jobs_job AS job ON job.id = json_extract(told.value, '$[0]')
WHERE job.lease_id = json_extract(told.value, '$[1]') AND job.custody = 'worker'
"""
COMPLETE_IF_HELD = """
UPDATE jobs_job
SET status = 'completed',
    custody = NULL,
    lease_id = NULL,
    turn_at = NULL,
    wake_at = NULL,
    outcome = 'completed',
    finished_at = %s,
    hold_requested = NULL,
    cancel_requested_at = NULL,
    unique_key = CASE WHEN keeps_key THEN unique_key END,
    progress = 100,
    error_class = '',
    error_message = '',
    last_seq = %s,
    result = %s
WHERE id = %s AND lease_id = %s AND custody = 'worker'
"""
DROP_LEASES = "DELETE FROM jobs_lease WHERE lease_id = %s"
ABANDON_CALLS = """
UPDATE jobs_ledgerentry SET state = 'abandoned', settled_at = %s WHERE lease_id = %s AND state = 'reserved'
"""
CLOSE_ATTEMPTS = """
UPDATE jobs_attempt
SET finished_at = %s, outcome = %s, error_class = %s, error_message = %s, traceback = %s
WHERE job_id = %s AND number = %s
"""
LEFT_OPEN = """
SELECT id FROM jobs_ledgerentry WHERE lease_id IN (SELECT value FROM json_each(%s)) AND state = 'reserved'
"""
RESERVE_CALLS = """
INSERT OR IGNORE INTO jobs_ledgerentry (
    id, job_id, root_id, owner_id, kind, attempt, lease_id, step, provider, model, simulated, estimate_nano, created_at,
    state, price_source, input_tokens, output_tokens, usage, generation_id
)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'reserved', 'unknown', 0, 0, '{}', '')
"""
KEEP_CHECKPOINTS = """
INSERT OR IGNORE INTO jobs_stepcheckpoint (job_id, name, input_hash, output, attempt, started_at, finished_at)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
SETTLE_IF_OPEN = """
UPDATE jobs_ledgerentry
SET state = 'settled',
    model = %s,
    input_tokens = %s,
    output_tokens = %s,
    cost_nano = %s,
    price_source = %s,
    generation_id = %s,
    usage = %s,
    settled_at = %s
WHERE id = %s AND lease_id = %s AND state = 'reserved'
"""
TOUCH_IF_HELD = """
UPDATE jobs_job
SET last_seq = %s, progress = %s, progress_message = coalesce(%s, progress_message)
WHERE id = %s AND lease_id = %s
"""
APPEND_FACTS = """
INSERT INTO jobs_joblog (job_id, seq, type, level, message, data, at) VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


def move(rows: Sequence[Move]) -> int:
    """How many of the jobs were as they had been locked, and were moved."""
    columns = (*MOVED, "has_result", "result", "id", "was_status", "was_lease_id")
    return run(MOVE_IF_AS_LOCKED, ([row[name] for name in columns] for row in rows))


def complete(rows: Sequence[Completion], fact: events.Fact) -> dict[UUID, UUID]:
    now, results = database_now(), {row["lease_id"].hex: row["result"] for row in rows}
    with connection.cursor() as cursor:
        cursor.execute(HELD, [json.dumps([[row["job_id"].hex, row["lease_id"].hex] for row in rows])])
        held = cursor.fetchall()
    run(COMPLETE_IF_HELD, ((now, seq, results[lease], job, lease) for lease, job, _, seq in held))
    run(DROP_LEASES, ((lease,) for lease, *_ in held))
    run(ABANDON_CALLS, ((now, lease) for lease, *_ in held))
    run(CLOSE_ATTEMPTS, ((now, AttemptOutcome.COMPLETED.value, "", "", "", job, number) for _, job, number, _ in held))
    told = {number: as_json(fact.data | {"attempt": number}) for _, _, number, _ in held}
    run(
        APPEND_FACTS,
        ((job, seq, fact.type, fact.level, fact.message, told[number], now) for _, job, number, seq in held),
    )
    return {UUID(lease): UUID(job) for lease, job, *_ in held}


def close_attempts(rows: Sequence[Closure]) -> list[UUID]:
    columns = ("finished_at", "outcome", "error_class", "error_message", "traceback", "job_id", "number")
    run(CLOSE_ATTEMPTS, ([dict(row)[name] for name in columns] for row in rows))
    leases = [row["lease_id"].hex for row in rows]
    run(DROP_LEASES, ((lease,) for lease in leases))
    with connection.cursor() as cursor:
        cursor.execute(LEFT_OPEN, [json.dumps(leases)])
        return [UUID(entry_id) for (entry_id,) in cursor.fetchall()]


def reserve_calls(rows: Sequence[Reserved]) -> None:
    columns = (
        "id", "job_id", "root_id", "owner_id", "kind", "attempt", "lease_id", "step", "provider", "model", "simulated",
        "estimate_nano", "created_at",
    )  # fmt: skip
    run(RESERVE_CALLS, ([dict(row)[name] for name in columns] for row in rows))


def keep_checkpoints(rows: Sequence[Kept]) -> None:
    columns = ("job_id", "name", "input_hash", "output", "attempt", "started_at", "finished_at")
    run(KEEP_CHECKPOINTS, ([dict(row)[name] for name in columns] for row in rows))


def settle_calls(rows: Sequence[Settled]) -> None:
    columns = (
        "model", "input_tokens", "output_tokens", "cost_nano", "price_source", "generation_id", "usage", "settled_at",
        "id", "lease_id",
    )  # fmt: skip
    run(SETTLE_IF_OPEN, ([dict(row)[name] for name in columns] for row in rows))


def touch(rows: Sequence[Touched]) -> int:
    columns = ("last_seq", "progress", "progress_message", "id", "lease_id")
    return run(TOUCH_IF_HELD, ([dict(row)[name] for name in columns] for row in rows))


def append(rows: Sequence[Fact]) -> None:
    columns = ("job_id", "seq", "type", "level", "message", "data", "at")
    run(APPEND_FACTS, ([dict(row)[name] for name in columns] for row in rows))


def run(statement: str, rows: Iterable[Sequence[Any]]) -> int:
    """Execute `statement` with each of `rows`; how many database rows that wrote."""
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[stored(value) for value in row] for row in rows])
        return int(cursor.rowcount)


def stored(value: Any) -> Any:
    """`value` as Django stores it on SQLite."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return _stored_time(value)
    return value


@lru_cache(maxsize=64)
def _stored_time(value: datetime) -> str:
    """Kept, for the rows of a batch share their times."""
    return str(connection.ops.adapt_datetimefield_value(value))
