"""Jobs by the million: PostgreSQL copies them from one that was enqueued, with their own ids and their own states."""

from __future__ import annotations

from collections.abc import Mapping

from _backlog import asked_for
from django.db import connection

COPIES = """
INSERT INTO jobs_job ({columns})
SELECT {values}
FROM jobs_job AS job CROSS JOIN generate_series(%(first)s::bigint, %(last)s::bigint) AS copy(n)
WHERE job.id = %(model)s
"""
# Ids and turns are in the order of `n`, as those of real jobs are in the order of time.
ITSELF = {"id": "('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid"}
PENDING = {"turn_at": "timestamptz '2026-01-01' + n * interval '1 ms'"}
FINISHED = {
    "status": "'completed'", "outcome": "'completed'", "turn_at": "NULL", "attempt": "1", "last_seq": "3",
    "progress": "100", "result": "payload", "started_at": "created_at",
    "finished_at": "timestamptz '2026-01-01' + n * interval '1 ms'",
}  # fmt: skip
SCHEDULED = {"status": "'scheduled'", "turn_at": "NULL", "wake_at": "now() + interval '1 day' + n * interval '1 ms'"}


class Crowd:
    """Jobs that do nothing; the one that all are copied from is kept back until the year 9000."""

    def __init__(self) -> None:
        from jobs.models import Job
        from jobs.queue.enqueue import enqueue

        (new,) = asked_for(1)
        self._model = enqueue(new).job
        self._columns = [str(field.column) for field in Job._meta.concrete_fields]  # noqa: SLF001
        self._last = 0
        Job.objects.filter(pk=self._model.pk).update(turn_at="9000-01-01T00:00:00Z")

    def add(self, count: int, state: Mapping[str, str]) -> None:
        """`count` more, behind those that are there; without the events that real ones have."""
        itself = ITSELF | {"root_id": ITSELF["id"]} | state
        values = [itself.get(column, f"job.{column}") for column in self._columns]
        statement = COPIES.format(columns=", ".join(self._columns), values=", ".join(values))
        span = {"first": self._last + 1, "last": self._last + count, "model": self._model.pk}
        with connection.cursor() as cursor:
            cursor.execute(statement, span)
        self._last += count

    def settle_down(self) -> None:
        """As autovacuum leaves a table."""
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE jobs_job")
