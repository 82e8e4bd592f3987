"""Recurring jobs that a caller may see."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from jobs.models import Schedule


def visible_schedules(caller: User) -> QuerySet[Schedule]:
    """The caller's own, by name."""
    return Schedule.objects.filter(owner=caller).order_by("name", "id")


def visible_schedule(caller: User, schedule_id: UUID) -> Schedule:
    """One of the caller's; DoesNotExist for a missing one and for somebody else's alike."""
    return visible_schedules(caller).get(pk=schedule_id)


def all_schedules() -> QuerySet[Schedule]:
    """Everybody's: for staff interfaces only."""
    return Schedule.objects.order_by("name", "id")
