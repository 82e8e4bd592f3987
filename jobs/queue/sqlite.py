"""Statements for SQLite 3.35 or newer. Claims run inside an IMMEDIATE transaction: one writer at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from jobs.queue.clock import now as database_now
from jobs.queue.rows import as_json
from jobs.queue.sqlite_writer import append, run
from jobs.queue.wanted import STARTED, Claimant, Ready, Wanted
from jobs.queue.writes import Custodian

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
RETURNING id, root_id, owner_id, kind, payload_version, payload, attempt, failures, max_attempts, lease_id,
    timeout_seconds, created_at, phase, losses, parent_id, last_seq, turn_at
"""

GRANT_LEASES = """
INSERT INTO jobs_lease (job_id, lease_id, worker_id, kind, owner_id, claimed_at, expires_at, deadline_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
BEGIN_ATTEMPTS = """
INSERT INTO jobs_attempt (job_id, number, lease_id, worker_id, started_at, error_class, error_message, traceback)
VALUES (%s, %s, %s, %s, %s, '', '', '')
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


def claim_at_once(_claimant: Claimant, _known: Mapping[str, int], _limit: int) -> list[Custodian]:
    return []  # it takes several statements here


def claim(claimant: Claimant, wanted: Sequence[Wanted], limit: int) -> list[Custodian]:
    asked = [asdict(each) | {"held": {owner.hex: count for owner, count in each.held.items()}} for each in wanted]
    with connection.cursor() as cursor:
        cursor.execute(CLAIM_IF_CLAIMABLE, {"wanted": json.dumps(asked), "limit": limit})
        rows = sorted(cursor.fetchall(), key=lambda row: (row[-1], row[0]))
    taken = [_custodian(row) for row in rows]
    if taken:
        now = database_now()
        _grant(claimant, taken, now)
        _note(taken, [row[-2] for row in rows], now)
    return taken


def _custodian(row: Sequence[Any]) -> Custodian:
    job_id, root_id, owner_id, kind, version, payload, attempt, failures, most, lease_id, timeout, created, *rest = row
    return Custodian(
        job_id=UUID(job_id),
        root_id=UUID(root_id),
        owner_id=UUID(owner_id),
        kind=kind,
        payload_version=version,
        payload=json.loads(payload),
        attempt=attempt,
        failures=failures,
        max_attempts=most,
        lease_id=UUID(lease_id),
        timeout_seconds=timeout,
        created_at=created.replace(tzinfo=UTC),
        phase=rest[0],
        losses=rest[1],
        parent_id=None if rest[2] is None else UUID(rest[2]),
    )


def _grant(claimant: Claimant, taken: Sequence[Custodian], now: datetime) -> None:
    worker_id, expires_at = claimant.worker_id, now + timedelta(seconds=claimant.lease_seconds)
    deadlines = [now + timedelta(seconds=job.timeout_seconds + claimant.grace_seconds) for job in taken]
    run(
        GRANT_LEASES,
        (
            (job.job_id, job.lease_id, worker_id, job.kind, job.owner_id, now, expires_at, deadline)
            for job, deadline in zip(taken, deadlines, strict=True)
        ),
    )
    run(BEGIN_ATTEMPTS, ((job.job_id, job.attempt, job.lease_id, worker_id, now) for job in taken))


def _note(taken: Sequence[Custodian], seqs: Sequence[int], now: datetime) -> None:
    append(
        [
            {
                "job_id": job.job_id,
                "seq": seq,
                "type": STARTED.type,
                "level": STARTED.level,
                "message": STARTED.message % job.attempt,
                "data": as_json(STARTED.data | {"attempt": job.attempt}),
                "at": now,
            }
            for job, seq in zip(taken, seqs, strict=True)
        ]
    )


def ready(known: Mapping[str, int]) -> list[Ready]:
    with connection.cursor() as cursor:
        cursor.execute(READY, [json.dumps(dict(known))])
        return [Ready(kind, bool(has_limits)) for kind, has_limits in cursor.fetchall()]
