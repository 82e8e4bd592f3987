"""A span of whole days in somebody's time zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from jobs.models.ids import lowest_id

LONGEST_DAYS = 366
# Ids carry the clock of the host that made them, `created_at` that of the database: they may differ by so much.
DRIFT = timedelta(days=1)


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

    @property
    def ids(self) -> tuple[UUID, UUID]:
        """Between these are the ids of all that was made in the period, and of little else."""
        return lowest_id(self.starts_at - DRIFT), lowest_id(self.ends_at + DRIFT)

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
