"""The Retry-After header: how long a provider asks to be left alone."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 86_400.0
# A 429 without the header is mostly a limit per minute.
UNSAID = (10.0, 30.0)


def parse(header: str | None, now: datetime | None = None) -> float | None:
    """Seconds from `now`, from a number of seconds or an HTTP date, at most a day; None if nonsense."""
    if not header:
        return None
    seconds = _seconds(header.strip()[:100], now or datetime.now(UTC))
    return None if seconds is None else min(max(seconds, 0.0), LONGEST)


def unsaid() -> float:
    """A jittered wait for a provider that did not say."""
    return random.uniform(*UNSAID)


def _seconds(text: str, now: datetime) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return _until(text, now)
    return number if math.isfinite(number) else None


def _until(text: str, now: datetime) -> float | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return (date - now).total_seconds()
