"""The limit on PostgreSQL: psycopg, one client, no framework; one statement ends a batch and claims the next.

It runs on a lean table of its own (the columns a job of ours needs, its key and one index) or on our own tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
import uuid_utils.compat as uuid
from _backlog import between
from _noop import KIND

LEAN_TABLES = """
DROP TABLE IF EXISTS bench_job, bench_log;
CREATE TABLE bench_job (
    id uuid PRIMARY KEY, kind text NOT NULL, payload jsonb NOT NULL, status text NOT NULL, custody text,
    attempt integer NOT NULL DEFAULT 0, lease_id uuid, turn_at timestamptz, outcome text,
    progress smallint NOT NULL DEFAULT 0, last_seq integer NOT NULL DEFAULT 1, result jsonb,
    created_at timestamptz NOT NULL, started_at timestamptz, finished_at timestamptz
) WITH (fillfactor = 50);
CREATE INDEX bench_ready ON bench_job (kind, turn_at, id) WHERE turn_at IS NOT NULL;
CREATE TABLE bench_log (
    job_id uuid, seq integer, type text NOT NULL, level text NOT NULL, message text NOT NULL, data jsonb NOT NULL,
    at timestamptz NOT NULL, PRIMARY KEY (job_id, seq)
);
"""

COPY = "COPY bench_job (id, kind, payload, status, turn_at, created_at) FROM STDIN"
INSERT = """
INSERT INTO bench_job (id, kind, payload, status, turn_at, created_at) VALUES (%s, %s, %s::jsonb, %s, %s, %s)
"""

END_AND_CLAIM = """
WITH done AS (
    UPDATE {job} AS job
    SET status = 'completed', custody = NULL, lease_id = NULL, turn_at = NULL, outcome = 'completed', progress = 100,
        last_seq = job.last_seq + 1, result = told.result, finished_at = clock_timestamp()
    FROM unnest(%s::uuid[], %s::uuid[], %s::text[]::jsonb[]) AS told(id, lease_id, result)
    WHERE job.id = told.id AND job.lease_id = told.lease_id
    RETURNING job.id, job.last_seq, job.finished_at
), logged AS (
    INSERT INTO {log} (job_id, seq, type, level, message, data, at)
    SELECT id, last_seq, 'state', 'info', 'Completed', '{{"status": "completed", "progress": 100}}', finished_at
    FROM done
)
UPDATE {job} AS job
SET status = 'processing', custody = 'worker', attempt = attempt + 1, lease_id = gen_random_uuid(),
    started_at = clock_timestamp()
WHERE id = ANY(ARRAY(
    SELECT id FROM {job}
    WHERE kind = %s AND turn_at IS NOT NULL AND lease_id IS NULL
    ORDER BY turn_at, id LIMIT %s
    FOR UPDATE SKIP LOCKED
))
RETURNING id, lease_id, payload
"""

SPAN = "SELECT min(started_at), max(finished_at), count(*) FROM {job} WHERE outcome = 'completed'"


@dataclass(frozen=True, slots=True)
class Tables:
    job: str
    log: str

    def said(self, statement: str) -> str:
        return statement.format(job=self.job, log=self.log)


LEAN = Tables("bench_job", "bench_log")
OURS = Tables("jobs_job", "jobs_joblog")


def new_rows(count: int) -> Iterator[tuple[Any, ...]]:
    """`count` pending jobs: the values of INSERT and COPY."""
    now = datetime.now(UTC)
    for n in range(count):
        yield uuid.uuid7(), KIND, json.dumps({"n": n}), "pending", now, now


def copy_lean(connection: psycopg.Connection[Any], count: int) -> None:
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in new_rows(count):
            copy.write_row(row)


def fill_lean(connection: psycopg.Connection[Any], count: int) -> None:
    """Fresh lean tables with `count` jobs."""
    connection.execute(LEAN_TABLES)
    copy_lean(connection, count)
    connection.execute("ANALYZE bench_job")


def drain(connection: psycopg.Connection[Any], tables: Tables, batch: int) -> None:
    """Claim, do nothing, end and log, until nothing is claimable."""
    statement = tables.said(END_AND_CLAIM)
    ids: list[UUID] = []
    leases: list[UUID] = []
    results: list[str] = []
    with connection.cursor() as cursor:
        while True:
            cursor.execute(statement, (ids, leases, results, KIND, batch), prepare=True)
            claimed = cursor.fetchall()
            if not claimed:
                return
            ids = [row[0] for row in claimed]
            leases = [row[1] for row in claimed]
            results = [json.dumps({"n": row[2]["n"]}) for row in claimed]


def seconds_of_drain(connection: psycopg.Connection[Any], tables: Tables, count: int) -> float:
    """From the first claim to the last settle, as the rows say; an error unless all `count` were completed."""
    row = connection.execute(tables.said(SPAN)).fetchone()
    if row is None or row[2] != count:
        raise SystemExit(f"{row and row[2]} of {count} jobs were completed: the drain is no drain.")
    return between(row[0], row[1])
