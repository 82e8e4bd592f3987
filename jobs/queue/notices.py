"""Notices: what a person was reminded of, until they dismiss it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jobs.models import Notice
from jobs.queue.clock import now as database_now
from jobs.queue.journal import sanitised

# Kept of one person; older ones make room.
MOST = 200


def post(reminder_id: UUID, person_id: UUID, text: str, about_id: UUID | None) -> None:
    """Enter the notice of the reminder `reminder_id`; twice changes nothing."""
    told = {"person_id": person_id, "text": sanitised(text)[:200], "about_id": about_id, "at": database_now()}
    Notice.objects.get_or_create(pk=reminder_id, defaults=told)
    of_person = Notice.objects.filter(person_id=person_id)
    Notice.objects.filter(pk__in=list(of_person.values_list("pk", flat=True)[MOST:])).delete()


def dismiss(person_id: UUID, notice_ids: Sequence[UUID] | None = None) -> int:
    """Dismiss these notices of the person, or all that are open; how many were open."""
    notices = Notice.objects.open().filter(person_id=person_id)
    if notice_ids is not None:
        notices = notices.filter(pk__in=notice_ids)
    return notices.update(dismissed_at=database_now())
