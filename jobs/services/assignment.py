"""Who may be given a job."""

from __future__ import annotations

from uuid import UUID

from accounts.models import User
from jobs.errors import InvalidSubmission


def check_assignee(caller: User, assignee_id: UUID | None) -> None:
    """InvalidSubmission unless it is nobody, the caller, or, for staff, somebody who is active."""
    if assignee_id is None or assignee_id == caller.pk:
        return
    if not caller.is_staff:
        raise InvalidSubmission({"assignee": "You may assign a job to yourself only; send your own id or null."})
    if not User.objects.filter(pk=assignee_id, is_active=True).exists():
        raise InvalidSubmission({"assignee": "There is no active user with this id; send another one or null."})
