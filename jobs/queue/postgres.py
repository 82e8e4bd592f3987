"""Statements for PostgreSQL."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

# One index walk a kind, so that a paused or flooded kind does not hide the others; SKIP LOCKED, so that
# claimers never wait for each other. `lease_id IS NULL` is asked again in the UPDATE: it is the guard.
CLAIM_IF_CLAIMABLE = """
WITH ready AS (
    SELECT taken.id, taken.turn_at
    FROM unnest(%(kinds)s::text[]) AS wanted(kind)
    CROSS JOIN LATERAL (
        SELECT job.id, job.turn_at
        FROM jobs_job AS job
        WHERE job.kind = wanted.kind AND job.turn_at IS NOT NULL AND job.lease_id IS NULL
        ORDER BY job.turn_at, job.id
        LIMIT %(limit)s
        FOR UPDATE SKIP LOCKED
    ) AS taken
    ORDER BY taken.turn_at, taken.id
    LIMIT %(limit)s
), claimed AS (
    UPDATE jobs_job AS job
    SET status = 'processing',
        custody = 'worker',
        attempt = job.attempt + 1,
        lease_id = gen_random_uuid(),
        started_at = COALESCE(job.started_at, clock_timestamp()),
        last_seq = job.last_seq + 1
    FROM ready
    WHERE job.id = ready.id AND job.turn_at IS NOT NULL AND job.lease_id IS NULL
    RETURNING job.id, ready.turn_at
)
SELECT id FROM claimed ORDER BY turn_at, id
"""

# By index walks too: a plain EXISTS is planned as a scan of the table, which first meets all that is finished.
ANYTHING_READY = """
SELECT EXISTS (
    SELECT 1
    FROM unnest(%(kinds)s::text[]) AS wanted(kind)
    CROSS JOIN LATERAL (
        SELECT 1
        FROM jobs_job AS job
        WHERE job.kind = wanted.kind AND job.turn_at IS NOT NULL AND job.lease_id IS NULL
        ORDER BY job.turn_at, job.id
        LIMIT 1
    ) AS ready
)
"""


def claim(kinds: list[str], limit: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM_IF_CLAIMABLE, {"kinds": kinds, "limit": limit})
        return [row[0] for row in cursor.fetchall()]


def anything_ready(kinds: list[str]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(ANYTHING_READY, {"kinds": kinds})
        return bool(cursor.fetchone()[0])
