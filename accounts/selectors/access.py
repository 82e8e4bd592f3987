"""Whether what somebody was let in with still holds."""

from __future__ import annotations

from uuid import UUID

from accounts.models import User


def still_allowed(user_id: UUID, token_version: int) -> bool:
    """The user is active and no token was ended since `token_version` was current."""
    return User.objects.filter(pk=user_id, is_active=True, token_version=token_version).exists()
