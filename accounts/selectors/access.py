"""Whether what somebody was let in with still holds."""

from __future__ import annotations

from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from accounts.models import RefreshFamily, User


def still_allowed(user_id: UUID, token_version: int) -> User | None:
    """The user as they are now, while they are active and no token was ended since `token_version` was current."""
    return User.objects.filter(pk=user_id, is_active=True, token_version=token_version).first()


def sign_in_stands(family_id: UUID) -> bool:
    """The sign-in over the API was neither signed out nor has it expired."""
    return RefreshFamily.objects.filter(pk=family_id, revoked_at=None).exists()


def session_stands(session_key: str | None) -> bool:
    """The browser session was neither signed out nor has it expired."""
    return Session.objects.filter(session_key=session_key, expire_date__gt=Now()).exists()
