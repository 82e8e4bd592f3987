"""Forgetting what has expired."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import RefreshFamily, ThrottleWindow, Ticket


def purge_expired() -> int:
    """Delete sign-ins, tickets, throttle windows and sessions whose time is over; how many rows went."""
    now = timezone.now()
    return sum(
        deleted
        for deleted, _ in (
            RefreshFamily.objects.filter(expires_at__lt=now).delete(),
            Ticket.objects.filter(expires_at__lt=now).delete(),
            ThrottleWindow.objects.filter(expires_at__lt=now).delete(),
            Session.objects.filter(expire_date__lt=now).delete(),
        )
    )
