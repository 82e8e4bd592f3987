"""When something is due, in the words of the person's day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from jobs.services.submit import END_OF_DAY


@dataclass(frozen=True, slots=True)
class Due:
    """`tone` is `overdue`, `today` or empty."""

    at: datetime
    words: str
    tone: str = ""


def due_of(at: datetime | None, now: datetime, zone: ZoneInfo, *, is_final: bool) -> Due | None:
    """None without a time; of what has ended, only when it was due."""
    if at is None:
        return None
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    day = local.date()
    if is_final:
        return Due(at, f"was due {_date(local, now)}")
    if at < now:
        return Due(at, f"overdue by {_span(now - at)}", "overdue")
    clock = "" if local.time().replace(second=0, microsecond=0) == END_OF_DAY else f", {local:%H:%M}"
    if day == today:
        return Due(at, f"due today{clock}", "today")
    if day == today + timedelta(days=1):
        return Due(at, f"due tomorrow{clock}")
    return Due(at, f"due {_date(local, now)}{clock}")


def _date(local: datetime, now: datetime) -> str:
    is_near = abs(local - now) < timedelta(days=300)
    return f"{local.day} {local:%b}" if is_near else f"{local.day} {local:%b %Y}"


def _span(late: timedelta) -> str:
    minutes = int(late.total_seconds() // 60)
    for size, word in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count:,} {word}{'' if count == 1 else 's'}"
    return "less than a minute"
