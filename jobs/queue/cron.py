"""Cron lines, read in a time zone as Debian's cron reads them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from jobs.errors import InvalidSubmission

NICKNAMES = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
FIELDS = 5
# What each part takes, by the library's name for it.
_TAKEN = {
    "minute": "* or 0 to 59",
    "hour": "* or 0 to 23",
    "day-of-month": "* or 1 to 31",
    "month": "* or 1 to 12 or JAN to DEC",
    "day-of-week": "* or 0 to 7 or SUN to SAT",
}
_TOGETHER = "alone, in lists (1,5), ranges that rise (1-5) and steps (*/5)"
_FORM = "Write minute, hour, day of month, month and day of week, such as 30 6 * * 1-5, or one of"


class Cron:
    """When a line fires. InvalidSubmission names `cron` or `time_zone` and says how to mend it.

    Of a line without a star in its minute and hour, a firing in an hour that daylight saving skips comes right after
    it, and one in an hour that comes twice comes once; other lines follow real time.
    """

    def __init__(self, line: str, time_zone: str) -> None:
        self._line = NICKNAMES.get(line.strip().lower(), line)
        self._zone = _zone(time_zone)
        if len(self._line.split()) != FIELDS:
            raise InvalidSubmission({"cron": f"This is not a cron line. {_FORM} {', '.join(NICKNAMES)}."})
        try:
            CronSim(self._line, datetime.now(self._zone))
        except CronSimError as error:
            raise InvalidSubmission({"cron": _in_words(error, self._line)}) from None

    def next_after(self, moment: datetime) -> datetime | None:
        """The first firing later than `moment`, in UTC; None when there is none within 50 years."""
        return next(self._ticks(moment), None)

    def firings(self, after: datetime, count: int) -> list[datetime]:
        """The next `count` firings later than `after`, in UTC; fewer when it stops firing."""
        return list(islice(self._ticks(after), count))

    def _ticks(self, after: datetime) -> Iterator[datetime]:
        for tick in CronSim(self._line, after.astimezone(self._zone)):
            moment = tick.astimezone(UTC)
            # In the second run of a repeated hour, what fired in the first run is found once more.
            if moment > after:
                yield moment


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(name: str) -> ZoneInfo:
    if name not in _names():
        raise InvalidSubmission({"time_zone": f"{name!r:.80} is not a time zone; use a name like Europe/Paris."})
    return ZoneInfo(name)


def _in_words(error: CronSimError, line: str) -> str:
    """Which part of `line` is wrong, as `error` names it, and what it takes."""
    name = str(error).removeprefix("Bad ")
    part = dict(zip(_TAKEN, line.split(), strict=True)).get(name, "")
    said = f"Its {name.replace('-', ' ')}, {part:.40},"
    if name == "day-of-month" and _is_readable(f"0 0 {part} * *"):
        said = f"{said} never comes in the months that it names."
    else:
        said = f"{said} is wrong: it takes {_TAKEN.get(name, '')}, {_TOGETHER}."
    return f"{said} {_FORM} {', '.join(NICKNAMES)}."


def _is_readable(line: str) -> bool:
    try:
        CronSim(line, datetime.now(UTC))
    except CronSimError:
        return False
    return True
