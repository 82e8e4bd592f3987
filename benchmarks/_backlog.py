"""A queue with jobs to do, empty again afterwards, and how long draining it took by the database's clock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from _noop import KIND
from django.db import connection, transaction
from django.db.models import Max, Min

if TYPE_CHECKING:
    from jobs.queue.enqueue import NewJob

TABLES = ("jobs_lease", "jobs_attempt", "jobs_joblog", "jobs_job")


def somebody() -> UUID:
    """Who owns the jobs."""
    from accounts.models import User

    user, _ = User.objects.get_or_create(email="bench@example.org")
    return user.pk


def asked_for(count: int, kind: str = KIND) -> list[NewJob]:
    """Submissions of `count` jobs that do nothing."""
    from jobs.queue.enqueue import NewJob

    owner_id = somebody()
    return [
        NewJob(owner_id, kind, {"n": n}, 1, "", max_attempts=3, timeout_seconds=60.0, beyond_limit=True)
        for n in range(count)
    ]


def fill(count: int) -> None:
    """Enqueue `count` jobs that do nothing; workers see all of them at once, with statistics of the table."""
    from jobs.queue.enqueue import enqueue_many

    new = asked_for(count)
    with transaction.atomic():
        enqueue_many(new)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE jobs_job")


def clear() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
            return
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def is_drained() -> bool:
    """Whether no worker has a job or may take one: one look at the index of what is claimable."""
    from jobs.models import Job

    return not Job.objects.filter(kind=KIND, turn_at__isnull=False).exists()


def seconds_of_drain(count: int) -> float:
    """From the first claim to the last settle; an error unless all `count` jobs are completed with result and log."""
    from jobs.models import Job, JobLog

    done = Job.objects.filter(kind=KIND, outcome="completed", result__isnull=False)
    logged = JobLog.objects.filter(data__attempt=1, message="Completed").count()
    if (done.count(), logged) != (count, count):
        raise SystemExit(f"{done.count()} of {count} jobs were completed, {logged} ends logged: the drain is no drain.")
    first, last = done.aggregate(first=Min("started_at"), last=Max("finished_at")).values()
    return between(first, last)


def between(first: datetime, last: datetime) -> float:
    return max((last - first).total_seconds(), 1e-6)
