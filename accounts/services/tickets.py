"""Tickets: how a token client opens a WebSocket without a token in the address."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils import timezone

from accounts.digests import digest
from accounts.models import Ticket, User

LIFETIME = timedelta(seconds=30)


def issue(user: User) -> str:
    """A ticket for one handshake within LIFETIME."""
    ticket = secrets.token_urlsafe(32)
    now = timezone.now()
    Ticket.objects.filter(user=user, expires_at__lte=now).delete()
    Ticket.objects.create(digest=digest(ticket), user=user, token_version=user.token_version, expires_at=now + LIFETIME)
    return ticket


def redeem(ticket: str) -> User | None:
    """Whose ticket it is, once; None when it is unknown, used, expired or its user's tokens were ended."""
    row = Ticket.objects.select_related("user").filter(digest=digest(ticket)).first()
    # Of two that present it together, only one deletes the row.
    if row is None or not Ticket.objects.filter(pk=row.pk, expires_at__gt=timezone.now()).delete()[0]:
        return None
    user = row.user
    return user if user.is_active and user.token_version == row.token_version else None
