"""What becomes of a person's jobs when the account goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from accounts.models import User
from jobs.models import Job, Notice, Schedule, TimeEntry
from jobs.queue.deletion import delete_of_owner
from jobs.queue.timers import stop_timers_of


def delete_jobs_of(user: User) -> None:
    """End and delete all jobs of `user`. What workers still write about them is refused; the ledger stays.

    So does the time that `user` spent on others' jobs, without a name.
    """
    stop_timers_of(user.pk)
    delete_of_owner(user.pk)


def export_time_of(user: User) -> list[dict[str, Any]]:
    """Every span of time that `user` entered, as plain values, oldest first."""
    entries = TimeEntry.objects.counted().filter(person=user).order_by("started_at")
    return [dict(entry) for entry in entries.values("job_id", "number", "started_at", "stopped_at")]


def export_jobs_of(user: User) -> Iterator[dict[str, Any]]:
    """Every job of `user` as plain values, newest first."""
    fields = [
        "id",
        "kind",
        "title",
        "description",
        "status",
        "payload",
        "result",
        "created_at",
        "finished_at",
    ]
    yield from Job.objects.owned_by(user.pk).values(*fields).iterator(chunk_size=200)


def export_schedules_of(user: User) -> list[dict[str, Any]]:
    """Every recurring job of `user` as plain values, by name."""
    fields = ["id", "name", "kind", "payload", "cron", "time_zone", "overlap", "missed", "paused_at", "created_at"]
    return list(Schedule.objects.filter(owner=user).values(*fields))


def export_notices_of(user: User) -> list[dict[str, Any]]:
    """What `user` was reminded of, as plain values, newest first."""
    fields = ["text", "about_id", "at", "dismissed_at"]
    return list(Notice.objects.filter(person=user).values(*fields))
