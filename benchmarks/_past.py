"""Finished jobs of many days, people's and machines', with attempts, time entries and calls; on SQLite and PostgreSQL.

The least that tells one job from another is made here and loaded into a table; the database makes the rows of it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from _backlog import asked_for
from django.db import connection

OTHERS = 49
# What one owner has of the days before those that are measured.
SHARE_BEFORE = 0.1
# Kinds with their share, and the median seconds that one runs.
KINDS = {"chat_reply": (40, 4), "character_card": (35, 40), "document_analysis": (15, 90), "manual": (10, 3600)}
CATEGORIES = ("", "fantasy", "history", "science", "support", "reports", "drafts", "reviews", "research", "invoices")
OUTCOMES = {"completed": 90, "failed": 5, "cancelled": 3, "partial_success": 2}
PRIORITIES = {"medium": 80, "high": 10, "low": 7, "urgent": 3}
MODELS = ("large", "small")

MOMENT = {"postgresql": "timestamptz", "sqlite": "text"}
KEY = {"postgresql": "uuid", "sqlite": "text"}
COLUMNS = (
    "id", "call_id", "owner_id", "kind", "category", "priority", "outcome", "created_at", "started_at", "finished_at",
    "due_at", "estimated_minutes", "failures", "model", "cost",
)  # fmt: skip
TABLE = """
CREATE TEMPORARY TABLE past (
    id {key}, call_id {key}, owner_id {key}, kind text, category text, priority text, outcome text,
    created_at {moment}, started_at {moment}, finished_at {moment}, due_at {moment},
    estimated_minutes integer, failures integer, model text, cost bigint
)
"""
JOBS = """
INSERT INTO jobs_job ({columns}) SELECT {values} FROM past CROSS JOIN jobs_job AS job WHERE job.id = %s ORDER BY past.id
"""
ITSELF = {
    **{column: f"past.{column}" for column in (*COLUMNS[:1], *COLUMNS[2:-2])},
    "root_id": "past.id", "status": "past.outcome", "turn_at": "NULL", "last_seq": "3", "progress": "100",
    "attempt": "CASE WHEN past.kind = 'manual' THEN 0 ELSE past.failures + 1 END", "title": "'What it is about'",
    "payload": "'{\"concept\": \"a medieval knight in an enchanted forest, told as a ballad\", \"entries\": 18}'",
    "result": "'{\"card_id\": \"019aa5c4-7b0e-7c7e-9f5e-0c8a0f9d2f11\", \"tokens\": 4200, \"warnings\": []}'",
}  # fmt: skip
ATTEMPTS = """
INSERT INTO jobs_attempt (job_id, number, lease_id, worker_id, started_at, finished_at, outcome, error_class,
                          error_message, traceback)
SELECT id, {number}, id, id, started_at, {finished_at}, 'completed', '', '', '' FROM past
WHERE kind <> 'manual' AND failures >= {failures} ORDER BY id
"""
ENTRIES = """
INSERT INTO jobs_timeentry (id, job_id, number, person_id, started_at, stopped_at)
SELECT id, id, 1, owner_id, started_at, finished_at FROM past WHERE kind = 'manual' ORDER BY id
"""
CALLS = """
INSERT INTO jobs_ledgerentry (id, job_id, root_id, owner_id, kind, attempt, lease_id, step, provider, model, state,
    estimate_nano, cost_nano, price_source, simulated, input_tokens, output_tokens, "usage", generation_id, created_at,
    settled_at)
SELECT {id}, id, id, owner_id, kind, 1, id, 'write', 'openai', {model}, 'settled', cost, cost, 'table', FALSE, 900, 300,
    '{{}}', '', started_at, finished_at
FROM past WHERE {which} ORDER BY id
"""


def fill(owner_id: UUID, jobs: int, within: int, days: int) -> None:
    """`jobs` of fifty owners, made evenly over four times `days`; in the last `days` `owner_id` has about `within`."""
    from accounts.models import User
    from jobs.models import Job

    (template,) = _templates()
    others = [User.objects.create_user(f"other{number}@example.org", None).pk for number in range(OTHERS)]
    with connection.cursor() as cursor:
        cursor.execute(TABLE.format(key=KEY[connection.vendor], moment=MOMENT[connection.vendor]))
        _load(cursor, _rows(owner_id, others, jobs, within, days))
        columns = [str(field.column) for field in Job._meta.concrete_fields]  # noqa: SLF001
        values = [ITSELF.get(column, f"job.{column}") for column in columns]
        statement = JOBS.format(columns=", ".join(columns), values=", ".join(values))
        cursor.execute(statement, [template if connection.vendor == "postgresql" else template.hex])
        cursor.execute(ATTEMPTS.format(number="failures + 1", finished_at="finished_at", failures=0))
        cursor.execute(ATTEMPTS.format(number=1, finished_at="started_at", failures=1))
        cursor.execute(ENTRIES)
        cursor.execute(CALLS.format(id="id", model="model", which="kind <> 'manual'"))
        cursor.execute(CALLS.format(id="call_id", model="'small'", which="kind = 'character_card'"))
        cursor.execute("DROP TABLE past")
        for statement in ("VACUUM", "ANALYZE"):
            cursor.execute(statement)


def _templates() -> list[UUID]:
    from jobs.models import Job
    from jobs.queue.enqueue import enqueue

    made = [enqueue(new).job.pk for new in asked_for(1)]
    Job.objects.filter(pk__in=made).update(turn_at="9000-01-01T00:00:00Z")
    return made


def _rows(owner_id: UUID, others: list[UUID], jobs: int, within: int, days: int) -> Iterator[tuple[Any, ...]]:
    from jobs.models.ids import lowest_id

    dice, now = random.Random(7), datetime.now(UTC)
    first = now - timedelta(days=4 * days)
    for number in range(jobs):
        created = first + timedelta(days=4 * days) * number / jobs
        share = within / (jobs / 4) if number >= jobs * 3 / 4 else SHARE_BEFORE
        kind = _one_of({name: weight for name, (weight, _) in KINDS.items()}, dice)
        started = created + timedelta(seconds=dice.lognormvariate(1.0, 1.5))
        finished = started + timedelta(seconds=KINDS[kind][1] * dice.lognormvariate(0.0, 0.6))
        low = lowest_id(created).int
        yield (
            UUID(int=low | number), UUID(int=low | 1 << 50 | number),
            owner_id if dice.random() < share else dice.choice(others),
            kind, dice.choice(CATEGORIES), _one_of(PRIORITIES, dice), _one_of(OUTCOMES, dice),
            created, min(started, now), min(finished, now),
            created + timedelta(hours=2) if dice.random() < 0.3 else None,
            dice.choice((1, 5, 30, 60)) if dice.random() < 0.3 else None,
            int(kind != "manual" and dice.random() < 0.05), dice.choice(MODELS), dice.randrange(1_000_000, 90_000_000),
        )  # fmt: skip


def _one_of(weights: dict[str, int], dice: random.Random) -> str:
    return dice.choices(list(weights), list(weights.values()))[0]


def _load(cursor: Any, rows: Iterator[tuple[Any, ...]]) -> None:
    if connection.vendor == "postgresql":
        with connection.connection.cursor().copy(f"COPY past ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["%s"] * len(COLUMNS))
    cursor.executemany(f"INSERT INTO past VALUES ({marks})", ([_as_text(value) for value in row] for row in rows))


def _as_text(value: Any) -> Any:
    """As SQLite keeps it."""
    if isinstance(value, UUID):
        return value.hex
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value
