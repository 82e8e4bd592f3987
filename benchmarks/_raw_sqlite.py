"""The limit on SQLite: the standard library's sqlite3, one writer; one transaction ends a batch and claims the next."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import uuid_utils.compat as uuid
from _noop import KIND

from config.databases import SQLITE_PRAGMAS

TABLES = """
CREATE TABLE bench_job (
    id text PRIMARY KEY, kind text NOT NULL, payload text NOT NULL, status text NOT NULL, custody text,
    attempt integer NOT NULL DEFAULT 0, lease_id text, turn_at text, outcome text, progress integer NOT NULL DEFAULT 0,
    last_seq integer NOT NULL DEFAULT 1, result text, started_at text, finished_at text
);
CREATE INDEX bench_ready ON bench_job (kind, turn_at, id) WHERE turn_at IS NOT NULL;
CREATE TABLE bench_log (
    job_id text, seq integer, type text, level text, message text, data text, at text, PRIMARY KEY (job_id, seq)
);
"""
NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
FILL = "INSERT INTO bench_job (id, kind, payload, status, turn_at) VALUES (?, ?, ?, 'pending', '2026-01-01')"
END = f"""
UPDATE bench_job
SET status = 'completed', custody = NULL, lease_id = NULL, turn_at = NULL, outcome = 'completed', progress = 100,
    last_seq = last_seq + 1, result = ?, finished_at = {NOW}
WHERE id = ? AND lease_id = ?
"""
LOG = f"INSERT INTO bench_log VALUES (?, 2, 'state', 'info', 'Completed', '{{}}', {NOW})"
CLAIM = f"""
UPDATE bench_job
SET status = 'processing', custody = 'worker', attempt = attempt + 1, lease_id = lower(hex(randomblob(16))),
    started_at = {NOW}
WHERE id IN (
    SELECT id FROM bench_job
    WHERE kind = ? AND turn_at IS NOT NULL AND lease_id IS NULL
    ORDER BY turn_at, id LIMIT ?
)
RETURNING id, lease_id, payload
"""


@contextmanager
def fresh(folder: Path) -> Iterator[sqlite3.Connection]:
    """A database of its own in `folder`, set as the site sets its own; no transaction is begun by itself."""
    path = folder / f"raw-{uuid.uuid7().hex}.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(SQLITE_PRAGMAS + TABLES)
        yield connection
    path.unlink()


def new_rows(count: int) -> Iterator[tuple[str, str, str]]:
    """`count` pending jobs: the values of FILL."""
    return ((uuid.uuid7().hex, KIND, json.dumps({"n": n})) for n in range(count))


def fill(connection: sqlite3.Connection, count: int) -> None:
    """`count` jobs in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(FILL, new_rows(count))
    connection.execute("COMMIT")


def seconds_of_drain(folder: Path, count: int, batch: int) -> float:
    """Drain `count` jobs in a fresh database in `folder`: from before the first claim until after the last settle."""
    with fresh(folder) as connection:
        fill(connection, count)
        connection.execute("ANALYZE")
        start = time.perf_counter()
        done = _drain(connection, batch)
        took = time.perf_counter() - start
    if done != count:
        raise SystemExit(f"{done} of {count} jobs were completed: the drain is no drain.")
    return took


def _drain(connection: sqlite3.Connection, batch: int) -> int:
    done, ended = 0, list[tuple[str, str, str]]()
    while True:
        connection.execute("BEGIN IMMEDIATE")
        done += connection.executemany(END, ended).rowcount if ended else 0
        connection.executemany(LOG, [(job_id,) for _, job_id, _ in ended])
        claimed = connection.execute(CLAIM, (KIND, batch)).fetchall()
        connection.execute("COMMIT")
        if not claimed:
            return done
        ended = [(json.dumps({"n": json.loads(payload)["n"]}), job, lease) for job, lease, payload in claimed]
