"""Tickets: how a token client opens a WebSocket without a token in the address."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from accounts.digests import digest
from accounts.models import Ticket, User
from accounts.selectors.access import sign_in_stands

LIFETIME = timedelta(seconds=30)


def issue(user: User, family_id: UUID | None = None) -> str:
    """A ticket for one handshake within LIFETIME, asked for by the sign-in `family_id` if it was one over the API."""
    ticket = secrets.token_urlsafe(32)
    now = timezone.now()
    Ticket.objects.filter(user=user, expires_at__lte=now).delete()
    Ticket.objects.create(
        digest=digest(ticket),
        user=user,
        token_version=user.token_version,
        family_id=family_id,
        expires_at=now + LIFETIME,
    )
    return ticket


def redeem(ticket: str) -> Ticket | None:
    """The ticket with its user, once; None when it is unknown, used or expired, or what it was given for was ended."""
    row = Ticket.objects.select_related("user").filter(digest=digest(ticket)).first()
    # Of two that present it together, only one deletes the row.
    if row is None or not Ticket.objects.filter(pk=row.pk, expires_at__gt=timezone.now()).delete()[0]:
        return None
    if not row.user.is_active or row.user.token_version != row.token_version:
        return None
    return row if row.family_id is None or sign_in_stands(row.family_id) else None
