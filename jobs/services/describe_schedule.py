"""A recurring job in JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from jobs.errors import InvalidSubmission
from jobs.models import Schedule
from jobs.queue.cron import Cron
from jobs.services.describe import stamp

TOLD = 5
ACTIONS = ("pause", "resume", "run")


def describe_schedules(schedules: Iterable[Schedule]) -> list[dict[str, Any]]:
    """Each as it stands, with its next `TOLD` firings."""
    return [describe_schedule(schedule) for schedule in schedules]


def describe_schedule(schedule: Schedule) -> dict[str, Any]:
    """`upcoming` is empty while it is paused; `last_error` is null unless the last time made no job."""
    base = f"/api/v1/schedules/{schedule.pk}"
    last = schedule.last_job_id
    return {
        "id": str(schedule.pk),
        "name": schedule.name,
        "kind": schedule.kind,
        "payload": schedule.payload,
        "title": schedule.title,
        "category": schedule.category,
        "tags": sorted(schedule.tags),
        "priority": schedule.priority,
        "cron": schedule.cron,
        "time_zone": schedule.time_zone,
        "overlap": schedule.overlap,
        "missed": schedule.missed,
        "paused_at": stamp(schedule.paused_at),
        "next_at": stamp(schedule.next_at),
        "upcoming": [stamp(moment) for moment in upcoming(schedule)],
        "last_at": stamp(schedule.last_at),
        "last_job_id": str(last) if last else None,
        "last_error": schedule.last_error or None,
        "created_at": stamp(schedule.created_at),
        "links": {
            "self": base,
            **{name: f"{base}/{name}" for name in ACTIONS},
            **({"last_job": f"/api/v1/jobs/{last}"} if last else {}),
        },
    }


def upcoming(schedule: Schedule, count: int = TOLD) -> list[datetime]:
    """The next `count` times at which `schedule` fires, in UTC; none while it is paused."""
    if schedule.next_at is None:
        return []
    try:
        later = Cron(schedule.cron, schedule.time_zone).firings(schedule.next_at, count - 1)
    except InvalidSubmission:  # its firing will say so in `last_error`
        later = []
    return [schedule.next_at, *later]
