"""Recurring jobs: made, changed, paused, resumed, run beside their times, deleted. Owners reach their own.

The console reaches everybody's (`everybody`): it has checked its user's permission, and writes the audit entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypedDict
from uuid import UUID

from django.db import IntegrityError

from accounts.models import User
from jobs.errors import InvalidSubmission
from jobs.handlers import registry
from jobs.handlers.recurring import job_of
from jobs.models import Schedule
from jobs.queue import schedules
from jobs.queue.cron import Cron
from jobs.queue.enqueue import Enqueued, NewJob
from jobs.queue.journal import sanitised
from jobs.selectors.schedules import all_schedules, visible_schedules


class ScheduleFields(TypedDict, total=False):
    """What may be said of a schedule; a key that is absent leaves its field as it is."""

    name: str
    kind: str
    payload: Mapping[str, Any]
    title: str
    category: str
    tags: list[str]
    priority: str
    cron: str
    time_zone: str
    overlap: str
    missed: str


def create_schedule(caller: User, fields: ScheduleFields) -> Schedule:
    """InvalidSubmission names every bad field; LimitReached when the caller has too many."""
    schedule = Schedule(owner=caller, **_stored(fields, fields.get("kind", "")))
    _check(schedule)
    try:
        schedules.add(schedule)
    except IntegrityError:
        raise _name_taken() from None
    return schedule


def change_schedule(caller: User, schedule_id: UUID, changes: ScheduleFields, *, everybody: bool = False) -> Schedule:
    """Set the fields named in `changes`. DoesNotExist; InvalidSubmission names every bad field."""
    rows = all_schedules() if everybody else visible_schedules(caller)
    found, kind = rows.values_list("pk", "kind").get(pk=schedule_id)
    try:
        return schedules.change(found, _stored(changes, changes.get("kind", kind)), _check)
    except IntegrityError:
        raise _name_taken() from None


def objections(schedule_id: UUID, changes: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the schedule, by field, were `changes` made. For the console. DoesNotExist."""
    schedule = all_schedules().select_related("owner").get(pk=schedule_id)
    for name, value in changes.items():
        setattr(schedule, name, value)
    try:
        _check(schedule)
        schedules.next_firing(schedule, schedule.created_at)
    except InvalidSubmission as error:
        return error.errors
    return {}


def pause_schedule(caller: User, schedule_id: UUID, *, everybody: bool = False) -> Schedule:
    """The schedule, which fires no more until it is resumed. DoesNotExist."""
    return schedules.pause(_reached(caller, schedule_id, everybody=everybody))


def resume_schedule(caller: User, schedule_id: UUID, *, everybody: bool = False) -> Schedule:
    """The schedule, to fire at its next time; what it missed stays missed. DoesNotExist."""
    return schedules.resume(_reached(caller, schedule_id, everybody=everybody))


def run_schedule(
    caller: User, schedule_id: UUID, *, everybody: bool = False, idempotency_key: str | None = None
) -> Enqueued:
    """Enqueue its job now, whatever its times say. DoesNotExist, InvalidSubmission, QueueFull, IdempotencyMismatch."""

    def keyed(schedule: Schedule) -> NewJob:
        return replace(job_of(schedule), idempotency_key=idempotency_key)

    return schedules.fire_now(_reached(caller, schedule_id, everybody=everybody), keyed)


def delete_schedule(caller: User, schedule_id: UUID, *, everybody: bool = False) -> None:
    """Its jobs stay. DoesNotExist."""
    Schedule.objects.filter(pk=_reached(caller, schedule_id, everybody=everybody)).delete()


def _reached(caller: User, schedule_id: UUID, *, everybody: bool = False) -> UUID:
    rows = all_schedules() if everybody else visible_schedules(caller)
    return rows.values_list("pk", flat=True).get(pk=schedule_id)


def _stored(fields: ScheduleFields, kind: str) -> dict[str, Any]:
    """`fields` as columns; a payload is of the version that its `kind` has now."""
    given: dict[str, Any] = {**fields}
    if "payload" in fields:
        given["payload"] = sanitised(dict(fields["payload"]))
    if {"kind", "payload"} & given.keys() and kind in registry:
        given["payload_version"] = registry.get(kind).version
    return given


def _check(schedule: Schedule) -> None:
    """InvalidSubmission with all that is wrong with `schedule`: its line, its zone, its kind and its payload."""
    errors: dict[str, str] = {}
    for check in (lambda: Cron(schedule.cron, schedule.time_zone), lambda: job_of(schedule)):
        try:
            check()
        except InvalidSubmission as error:
            errors |= error.errors
    if errors:
        raise InvalidSubmission(errors)


def _name_taken() -> InvalidSubmission:
    return InvalidSubmission({"name": "You already have a schedule of this name; choose another."})
