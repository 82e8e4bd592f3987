"""Statements for PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from django.db import connection

from jobs.queue.rows import as_json
from jobs.queue.wanted import STARTED, Claimant, Ready, Wanted
from jobs.queue.writes import Custodian

# One index walk a kind, so that a paused, full or flooded kind does not hide the others; SKIP LOCKED, so that
# claimers never wait for each other. `lease_id IS NULL` is asked again in the UPDATE: it is the guard. What is returned
# is in the order of `Custodian`.
CLAIM_IF_CLAIMABLE = """
WITH wanted AS (
    SELECT *
    FROM jsonb_to_recordset(%(wanted)s::jsonb) AS wanted(kind text, version int, places int, per_owner int, held jsonb)
    WHERE NOT %(unless_limited)s::bool OR NOT EXISTS (
        SELECT 1
        FROM jobs_kindpolicy AS policy
        WHERE policy.kind = ANY (%(kinds)s::text[])
            AND COALESCE(policy.max_running, policy.max_running_per_owner, policy.rate_limit) IS NOT NULL
    )
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
    RETURNING job.*, ready.turn_at AS turn, clock_timestamp() AS claimed_at
), granted AS (
    INSERT INTO jobs_lease (job_id, lease_id, worker_id, kind, owner_id, claimed_at, expires_at, deadline_at)
    SELECT id, lease_id, %(worker_id)s, kind, owner_id, claimed_at,
        claimed_at + make_interval(secs => %(lease_seconds)s),
        claimed_at + make_interval(secs => timeout_seconds + %(grace_seconds)s)
    FROM claimed
), begun AS (
    INSERT INTO jobs_attempt (job_id, number, lease_id, worker_id, started_at, error_class, error_message, traceback)
    SELECT id, attempt, lease_id, %(worker_id)s, claimed_at, '', '', ''
    FROM claimed
), noted AS (
    INSERT INTO jobs_joblog (job_id, seq, type, level, message, data, at)
    SELECT id, last_seq, %(type)s, %(level)s, format(%(message)s, attempt),
        %(data)s::jsonb || jsonb_build_object('attempt', attempt), claimed_at
    FROM claimed
)
SELECT id, root_id, owner_id, kind, payload_version, payload, attempt, failures, max_attempts, lease_id,
    timeout_seconds, created_at, phase, losses, parent_id
FROM claimed
ORDER BY turn, id
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


def claim_at_once(claimant: Claimant, known: Mapping[str, int], limit: int) -> list[Custodian]:
    return _claim(claimant, [Wanted(kind, version) for kind, version in known.items()], limit, unless_limited=True)


def claim(claimant: Claimant, wanted: Sequence[Wanted], limit: int) -> list[Custodian]:
    return _claim(claimant, wanted, limit, unless_limited=False)


def _claim(claimant: Claimant, wanted: Sequence[Wanted], limit: int, *, unless_limited: bool) -> list[Custodian]:
    asked = [asdict(each) | {"held": {str(owner): count for owner, count in each.held.items()}} for each in wanted]
    parameters = asdict(claimant) | asdict(STARTED) | {"data": as_json(STARTED.data), "limit": limit}
    kinds = {"wanted": json.dumps(asked), "kinds": [each.kind for each in wanted], "unless_limited": unless_limited}
    with connection.cursor() as cursor:
        cursor.execute(CLAIM_IF_CLAIMABLE, parameters | kinds)
        return [Custodian(*[*row[:5], json.loads(row[5]), *row[6:]]) for row in cursor.fetchall()]


def ready(known: Mapping[str, int]) -> list[Ready]:
    with connection.cursor() as cursor:
        cursor.execute(READY, {"kinds": list(known), "versions": list(known.values())})
        return [Ready(*row) for row in cursor.fetchall()]
