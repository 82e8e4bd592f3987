"""The job that a schedule asks for, checked against its kind."""

from __future__ import annotations

from datetime import datetime

from jobs.conf import conf
from jobs.errors import InvalidSubmission
from jobs.handlers.registry import registry
from jobs.models import Schedule
from jobs.queue import schedules
from jobs.queue.enqueue import NewJob
from jobs.queue.journal import json_bytes, sanitised


def fire_due(at: datetime | None = None) -> int:
    """Enqueue the jobs of all schedules that are due; how many. `at` stands for the database's clock.

    Those whose payload is newer than this release are left to workers that can read it.
    """
    return schedules.fire_due(job_of, readable={handler.kind: handler.version for handler in registry}, at=at)


def job_of(schedule: Schedule) -> NewJob:
    """InvalidSubmission names what keeps its job from being made.

    Its kind is gone, or makes parts of other jobs only; or its payload does not fit.
    """
    if not schedule.owner.is_active:
        raise InvalidSubmission({"owner": "This account is not active."})
    handler = registry.submittable(schedule.kind)
    payload = handler.load(schedule.payload, schedule.payload_version)
    stored = sanitised(payload.model_dump(mode="json"))
    if (size := json_bytes(stored)) > conf().payload_bytes:
        raise InvalidSubmission({"payload": f"{size} bytes; at most {conf().payload_bytes} are allowed."})
    return NewJob(
        owner_id=schedule.owner_id,
        kind=schedule.kind,
        payload=stored,
        payload_version=handler.version,
        title=(schedule.title or handler.title(payload))[:200],
        max_attempts=handler.max_attempts,
        timeout_seconds=handler.timeout_for(payload),
        priority=schedule.priority,
        category=schedule.category,
        tags=schedule.tags,
        schedule_id=schedule.pk,
    )
