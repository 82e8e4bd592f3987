"""Notices of reminders: told, and dismissed. Everybody reaches their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from accounts.models import User
from jobs.models import Notice
from jobs.queue import notices
from jobs.services.describe import stamp


def dismiss_notices(caller: User, notice_ids: Sequence[UUID] | None = None) -> int:
    """Dismiss these of the caller's notices, or all; how many were open. What is not theirs is left alone."""
    return notices.dismiss(caller.pk, notice_ids)


def describe_notices(rows: Iterable[Notice]) -> list[dict[str, Any]]:
    """`about` is the job that it tells of, which may be gone; null for a reminder of nothing in particular."""
    return [
        {
            "id": str(notice.pk),
            "text": notice.text,
            "about": str(notice.about_id) if notice.about_id else None,
            "at": stamp(notice.at),
            "links": {"job": f"/api/v1/jobs/{notice.about_id}", "page": f"/jobs/{notice.about_id}"}
            if notice.about_id
            else {},
        }
        for notice in rows
    ]
