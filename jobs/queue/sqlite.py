"""Statements for SQLite 3.35 or newer. Claims run inside an IMMEDIATE transaction: one writer at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

from django.db import connection

from jobs.queue.wanted import Ready, Taken, Wanted

# One index walk a kind, of which the first of all are taken.
CLAIM_IF_CLAIMABLE = """
WITH wanted AS (
    SELECT json_extract(value, '$.kind') AS kind,
        json_extract(value, '$.version') AS version,
        json_extract(value, '$.places') AS places,
        json_extract(value, '$.per_owner') AS per_owner,
        json_extract(value, '$.held') AS held
    FROM json_each(%(wanted)s)
), first AS (
    SELECT job.id, job.turn_at, wanted.places, wanted.per_owner,
        row_number() OVER (PARTITION BY job.kind ORDER BY job.turn_at, job.id) AS place,
        COALESCE(json_extract(wanted.held, '$."' || job.owner_id || '"'), 0)
            + row_number() OVER (PARTITION BY job.kind, job.owner_id ORDER BY job.turn_at, job.id) AS nth
    FROM wanted
    LEFT JOIN jobs_kindpolicy AS policy ON policy.kind = wanted.kind
    JOIN jobs_job AS job ON job.id IN (
        SELECT head.id
        FROM jobs_job AS head
        WHERE head.kind = wanted.kind
            AND head.turn_at IS NOT NULL
            AND head.lease_id IS NULL
            AND head.payload_version <= wanted.version
            AND (wanted.per_owner IS NULL
                OR COALESCE(json_extract(wanted.held, '$."' || head.owner_id || '"'), 0) < wanted.per_owner)
        ORDER BY head.turn_at, head.id
        LIMIT %(limit)s
    )
    WHERE policy.paused_at IS NULL
)
UPDATE jobs_job
SET status = 'processing',
    custody = 'worker',
    attempt = attempt + 1,
    lease_id = lower(hex(randomblob(16))),
    started_at = COALESCE(started_at, strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')),
    last_seq = last_seq + 1
WHERE id IN (
    SELECT id
    FROM first
    WHERE (places IS NULL OR place <= places) AND (per_owner IS NULL OR nth <= per_owner)
    ORDER BY turn_at, id
    LIMIT %(limit)s
) AND turn_at IS NOT NULL AND lease_id IS NULL
RETURNING id, kind, owner_id, turn_at
"""

READY = """
SELECT wanted.key, COALESCE(policy.max_running, policy.max_running_per_owner, policy.rate_limit) IS NOT NULL
FROM json_each(%s) AS wanted
LEFT JOIN jobs_kindpolicy AS policy ON policy.kind = wanted.key
WHERE policy.paused_at IS NULL AND EXISTS (
    SELECT 1
    FROM jobs_job
    WHERE kind = wanted.key AND turn_at IS NOT NULL AND lease_id IS NULL AND payload_version <= wanted.value
)
"""


def claim(wanted: Sequence[Wanted], limit: int) -> list[Taken]:
    asked = [asdict(each) | {"held": {owner.hex: count for owner, count in each.held.items()}} for each in wanted]
    with connection.cursor() as cursor:
        cursor.execute(CLAIM_IF_CLAIMABLE, {"wanted": json.dumps(asked), "limit": limit})
        rows = sorted(cursor.fetchall(), key=lambda row: (row[3], row[0]))
        return [Taken(UUID(job_id), kind, UUID(owner_id)) for job_id, kind, owner_id, _ in rows]


def ready(known: Mapping[str, int]) -> list[Ready]:
    with connection.cursor() as cursor:
        cursor.execute(READY, [json.dumps(dict(known))])
        return [Ready(kind, bool(has_limits)) for kind, has_limits in cursor.fetchall()]
