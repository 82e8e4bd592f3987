"""Statements for SQLite 3.35 or newer. Claims run inside an IMMEDIATE transaction: one writer at a time."""

from __future__ import annotations

import json
from uuid import UUID

from django.db import connection

CLAIM_IF_CLAIMABLE = """
UPDATE jobs_job
SET status = 'processing',
    custody = 'worker',
    attempt = attempt + 1,
    lease_id = lower(hex(randomblob(16))),
    started_at = COALESCE(started_at, strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')),
    last_seq = last_seq + 1
WHERE id IN (
    SELECT id FROM jobs_job
    WHERE kind IN (SELECT value FROM json_each(%s)) AND turn_at IS NOT NULL AND lease_id IS NULL
    ORDER BY turn_at, id
    LIMIT %s
) AND turn_at IS NOT NULL AND lease_id IS NULL
RETURNING id, turn_at
"""

ANYTHING_READY = """
SELECT EXISTS (
    SELECT 1 FROM jobs_job
    WHERE kind IN (SELECT value FROM json_each(%s)) AND turn_at IS NOT NULL AND lease_id IS NULL
)
"""


def claim(kinds: list[str], limit: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM_IF_CLAIMABLE, [json.dumps(kinds), limit])
        rows = sorted(cursor.fetchall(), key=lambda row: (row[1], row[0]))
        return [UUID(row[0]) for row in rows]


def anything_ready(kinds: list[str]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(ANYTHING_READY, [json.dumps(kinds)])
        return bool(cursor.fetchone()[0])
