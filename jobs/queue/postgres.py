"""Statements for PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from django.db import connection

from jobs.queue.wanted import Ready, Taken, Wanted

# One index walk a kind, so that a paused, full or flooded kind does not hide the others; SKIP LOCKED, so that
# claimers never wait for each other. `lease_id IS NULL` is asked again in the UPDATE: it is the guard.
CLAIM_IF_CLAIMABLE = """
WITH wanted AS (
    SELECT *
    FROM jsonb_to_recordset(%(wanted)s::jsonb) AS wanted(kind text, version int, places int, per_owner int, held jsonb)
), locked AS (
    SELECT head.id, head.turn_at, wanted.per_owner,
        COALESCE((wanted.held ->> head.owner_id::text)::int, 0)
            + row_number() OVER (PARTITION BY wanted.kind, head.owner_id ORDER BY head.turn_at, head.id) AS nth
    FROM wanted
    LEFT JOIN jobs_kindpolicy AS policy ON policy.kind = wanted.kind
    CROSS JOIN LATERAL (
        SELECT job.id, job.turn_at, job.owner_id
        FROM jobs_job AS job
        WHERE job.kind = wanted.kind
            AND job.turn_at IS NOT NULL
            AND job.lease_id IS NULL
            AND job.payload_version <= wanted.version
            AND (wanted.per_owner IS NULL
                OR COALESCE((wanted.held ->> job.owner_id::text)::int, 0) < wanted.per_owner)
        ORDER BY job.turn_at, job.id
        LIMIT LEAST(%(limit)s, wanted.places)
        FOR UPDATE SKIP LOCKED
    ) AS head
    WHERE policy.paused_at IS NULL
), ready AS (
    SELECT id, turn_at
    FROM locked
    WHERE per_owner IS NULL OR nth <= per_owner
    ORDER BY turn_at, id
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
    RETURNING job.id, job.kind, job.owner_id, ready.turn_at
)
SELECT id, kind, owner_id FROM claimed ORDER BY turn_at, id
"""

# By index walks too: a plain EXISTS is planned as a scan of the table, which first meets all that is finished.
READY = """
SELECT wanted.kind,
    COALESCE(policy.max_running, policy.max_running_per_owner, policy.rate_limit) IS NOT NULL
FROM unnest(%(kinds)s::text[], %(versions)s::int[]) AS wanted(kind, version)
LEFT JOIN jobs_kindpolicy AS policy ON policy.kind = wanted.kind
CROSS JOIN LATERAL (
    SELECT 1
    FROM jobs_job AS job
    WHERE job.kind = wanted.kind
        AND job.turn_at IS NOT NULL
        AND job.lease_id IS NULL
        AND job.payload_version <= wanted.version
    ORDER BY job.turn_at, job.id
    LIMIT 1
) AS ready
WHERE policy.paused_at IS NULL
"""


def claim(wanted: Sequence[Wanted], limit: int) -> list[Taken]:
    asked = [asdict(each) | {"held": {str(owner): count for owner, count in each.held.items()}} for each in wanted]
    with connection.cursor() as cursor:
        cursor.execute(CLAIM_IF_CLAIMABLE, {"wanted": json.dumps(asked), "limit": limit})
        return [Taken(*row) for row in cursor.fetchall()]


def ready(known: Mapping[str, int]) -> list[Ready]:
    with connection.cursor() as cursor:
        cursor.execute(READY, {"kinds": list(known), "versions": list(known.values())})
        return [Ready(*row) for row in cursor.fetchall()]
