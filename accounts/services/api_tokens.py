"""Personal API tokens for scripts."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.digests import digest
from accounts.errors import LimitReached, TokenRefused
from accounts.models import ApiToken, User

MARK = "stq_"
MAX_LIVE = 50
TOUCH_INTERVAL = timedelta(minutes=1)


def create(user: User, *, name: str, expires_at: datetime | None = None) -> tuple[ApiToken, str]:
    """The new row and the token itself, which nobody can show again; raises LimitReached."""
    if ApiToken.objects.filter(user=user, revoked_at=None).count() >= MAX_LIVE:
        raise LimitReached(f"You have {MAX_LIVE} API tokens; revoke one first.")
    token = MARK + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(user=user, name=name, prefix=token[:12], digest=digest(token), expires_at=expires_at)
    return row, token


def revoke(user: User, token_id: UUID) -> bool:
    """End a token of `user`; False when there is none with that id. Doing it again changes nothing."""
    tokens = ApiToken.objects.filter(user=user, pk=token_id)
    return tokens.filter(revoked_at=None).update(revoked_at=timezone.now()) > 0 or tokens.exists()


def use(raw: str) -> ApiToken:
    """The live token with this text, its user loaded; raises TokenRefused.

    `last_used_at` is written at most once a TOUCH_INTERVAL, so that reading stays reading.
    """
    now = timezone.now()
    row = (
        ApiToken.objects.select_related("user")
        .filter(Q(expires_at=None) | Q(expires_at__gt=now), digest=digest(raw), revoked_at=None)
        .filter(user__is_active=True)
        .first()
    )
    if row is None:
        raise TokenRefused("The API token is unknown, revoked or expired; create a new one.")
    if row.last_used_at is None or row.last_used_at < now - TOUCH_INTERVAL:
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
    return row
