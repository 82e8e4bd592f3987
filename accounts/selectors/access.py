"""Whether what somebody was let in with still holds."""

from __future__ import annotations

from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from accounts.models import User


def still_allowed(user_id: UUID, token_version: int) -> bool:
    """The user is active and no token was ended since `token_version` was current."""
    return User.objects.filter(pk=user_id, is_active=True, token_version=token_version).exists()


def session_stands(session_key: str | None) -> bool:
    """The browser session was neither signed out nor has it expired."""
    return Session.objects.filter(session_key=session_key, expire_date__gt=Now()).exists()
