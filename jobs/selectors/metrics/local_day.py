"""The day that a moment of a period is in, in the period's zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models.functions import TruncDate

from jobs.selectors.metrics.period import Period

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


class LocalDay(TruncDate):
    """SQLite would ask Python for it, row by row: it adds what the zone is off by itself."""

    def __init__(self, moment: str, period: Period) -> None:
        super().__init__(moment, tzinfo=period.zone)
        self.period = period

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        moment, given = compiler.compile(self.lhs)
        *changes, (_, last) = shifts(self.period)
        cases = "".join(f" WHEN {moment} < '{until:%Y-%m-%d %H:%M:%S}' THEN {off}" for until, off in changes)
        seconds = f"CASE{cases} ELSE {last} END" if cases else str(last)
        return f"date({moment}, ({seconds}) || ' seconds')", (*given, *given * len(changes))


@lru_cache(maxsize=8)  # asked for as often as a statement names the day
def shifts(period: Period) -> tuple[tuple[datetime, int], ...]:
    """Until when, in UTC, the zone is off by so many seconds: as often as that changes, the end of the period last."""
    return tuple(_shifts(period))


def _shifts(period: Period) -> Iterator[tuple[datetime, int]]:
    at, end = period.starts_at, period.ends_at
    while at < end:
        after = min(at + _DAY, end)
        if _off(period, at) != _off(period, after - _SECOND):
            before = at
            while after - before > _SECOND:
                middle = before + (after - before) // 2
                before, after = (middle, after) if _off(period, middle) == _off(period, at) else (before, middle)
            after = after.replace(microsecond=0)
            yield after, _off(period, at)
        at = after
    yield end, _off(period, end - _SECOND)


def _off(period: Period, moment: datetime) -> int:
    return int((moment.astimezone(period.zone).utcoffset() or timedelta()).total_seconds())
