"""The limit of a wake-up on PostgreSQL: a process that does LISTEN and, when told, commits the claim of one job.

    python benchmarks/_listener.py

It says "ready" once it listens, and goes on until it is stopped. The result of each job is when it was claimed.
"""

from __future__ import annotations

import json
import os
import time

import psycopg

CHANNEL = "bench_ready"
CLAIM = """
UPDATE bench_job
SET status = 'processing', custody = 'worker', attempt = attempt + 1, lease_id = gen_random_uuid(),
    started_at = clock_timestamp()
WHERE id = ANY(ARRAY(
    SELECT id FROM bench_job
    WHERE turn_at IS NOT NULL AND lease_id IS NULL
    ORDER BY turn_at, id LIMIT 1
    FOR UPDATE SKIP LOCKED
))
RETURNING id
"""
END = """
UPDATE bench_job SET status = 'completed', turn_at = NULL, lease_id = NULL, custody = NULL, result = %s::jsonb
WHERE id = %s
"""


def main() -> None:
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as listener, psycopg.connect(url, autocommit=True) as worker:
        listener.execute(f"LISTEN {CHANNEL}")
        print("ready", flush=True)
        for _ in listener.notifies():
            claimed = worker.execute(CLAIM, prepare=True).fetchone()
            began = time.time()
            if claimed is not None:
                worker.execute(END, (json.dumps(began), claimed[0]), prepare=True)


if __name__ == "__main__":
    main()
