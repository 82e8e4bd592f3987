"""What a person was reminded of."""

from __future__ import annotations

from accounts.models import User
from jobs.models import Job, Notice
from jobs.models.job import JobQuerySet
from jobs.models.notice import NoticeQuerySet
from jobs.states import REMINDER


def open_notices(person: User) -> NoticeQuerySet:
    """Those that the person has not dismissed, newest first."""
    return Notice.objects.open().filter(person=person).order_by("-at", "-id")


def coming_reminders(person: User) -> JobQuerySet:
    """The person's reminders that wait for their time, the next first."""
    waiting = Job.objects.owned_by(person.pk).live().filter(kind=REMINDER, wake_at__isnull=False)
    return waiting.only("title", "kind", "run_at", "wake_at", "payload").order_by("wake_at")
