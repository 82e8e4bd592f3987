"""Counting what somebody does, over all processes and hosts."""

from __future__ import annotations

import time
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from accounts.digests import digest
from accounts.models import ThrottleWindow

_PERIODS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
# A window is kept beyond its end: one that is removed between its opening and its counting would count as full.
KEPT_SECONDS = 60


def spend(action: str, actor: str) -> float | None:
    """Count one `action` of `actor` against `settings.THROTTLES[action]`, such as `60/hour`.

    Returns None when it is within the limit, else the seconds until the window ends.
    """
    limit, period = _rate(action)
    now = time.time()
    window = int(now // period)
    left = (window + 1) * period - now
    key = f"{action}:{digest(actor)[:32]}:{window}"
    if _count(key, limit):
        return None
    if not ThrottleWindow.objects.filter(pk=key).exists():
        _open(key, left + KEPT_SECONDS)
    # Counted again in any case: another process may have opened the window meanwhile.
    return None if _count(key, limit) else left


def _rate(action: str) -> tuple[int, int]:
    limit, _, period = settings.THROTTLES[action].partition("/")
    return int(limit), _PERIODS[period]


def _count(key: str, limit: int) -> bool:
    return ThrottleWindow.objects.filter(pk=key, count__lt=limit).update(count=F("count") + 1) == 1


def _open(key: str, seconds: float) -> None:
    now = timezone.now()
    ThrottleWindow.objects.filter(expires_at__lt=now).delete()
    row = ThrottleWindow(key=key, count=0, expires_at=now + timedelta(seconds=seconds))
    ThrottleWindow.objects.bulk_create([row], ignore_conflicts=True)
