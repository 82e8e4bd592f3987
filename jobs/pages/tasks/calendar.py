"""A month of due dates in the person's own zone."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from jobs.models import Job
from jobs.models.job import JobQuerySet
from jobs.pages.tasks.asked import Asked, start_of
from jobs.pages.tasks.due import Due, due_of
from jobs.selectors.due_days import Day, due_days
from jobs.services.submit import FIRST_YEAR, LAST_YEAR

MOST_OF_A_DAY = 4
_MONDAY_FIRST = calendar.Calendar()


@dataclass(frozen=True, slots=True)
class Shown:
    """A task on its day; `clock` is its time, empty for the end of the day."""

    job: Job
    due: Due | None
    clock: str


@dataclass(frozen=True, slots=True)
class DayCell:
    """`more` counts the tasks that are not shown; `address` lists all of the day."""

    day: date
    is_this_month: bool
    is_today: bool
    tasks: list[Shown]
    more: int
    address: str


@dataclass(frozen=True, slots=True)
class Month:
    """Whole weeks from Monday on. The addresses are empty where there is nothing further."""

    first: date
    days: list[DayCell]
    previous_url: str
    next_url: str
    today_url: str
    count: int


def month_of(asked: Asked, parts: Sequence[JobQuerySet], now: datetime, zone: ZoneInfo) -> Month:
    """The month that is asked for, the present one without."""
    today = now.astimezone(zone).date()
    first = date.fromisoformat(f"{asked.month}-01") if asked.month else today.replace(day=1)
    days = list(_MONDAY_FIRST.itermonthdates(first.year, first.month))
    start, end = start_of(days[0], zone), start_of(days[-1] + timedelta(days=1), zone)
    due = [part.filter(due_at__gte=start, due_at__lt=end).only("title", "status", "due_at") for part in parts]
    found = due_days(due, zone, MOST_OF_A_DAY)
    cells = [_cell(asked, day, found.get(day, Day()), first, now, zone) for day in days]
    return Month(
        first=first,
        days=cells,
        previous_url=_month(asked, first - timedelta(days=1)),
        next_url=_month(asked, first + timedelta(days=31)),
        today_url=asked.address(month=""),
        count=sum(day.count for day in found.values()),
    )


def _cell(asked: Asked, day: date, found: Day, first: date, now: datetime, zone: ZoneInfo) -> DayCell:
    return DayCell(
        day=day,
        is_this_month=day.month == first.month,
        is_today=day == now.astimezone(zone).date(),
        tasks=[_shown(job, now, zone) for job in found.jobs],
        more=found.count - len(found.jobs),
        address=asked.address(view="list", state="all", sort="due", due=day.isoformat(), month=""),
    )


def _shown(job: Job, now: datetime, zone: ZoneInfo) -> Shown:
    due = due_of(job.due_at, now, zone, is_final=job.is_final)
    clock = f"{job.due_at.astimezone(zone):%H:%M}" if job.due_at else ""
    return Shown(job, due, "" if clock == "23:59" else clock)


def _month(asked: Asked, day: date) -> str:
    return asked.address(month=f"{day:%Y-%m}") if FIRST_YEAR < day.year < LAST_YEAR else ""
