"""A span of whole days in somebody's time zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included, as they begin and end in `zone`."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def starts_at(self) -> datetime:
        return self._midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """Exclusive."""
        return self._midnight(self.last + timedelta(days=1))

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        """Its days, the first first."""
        return (self.first + timedelta(days=number) for number in range(self.days))

    def as_dict(self) -> dict[str, str | int]:
        return {
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "timezone": self.zone.key,
            "days": self.days,
        }

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)
