"""The times that people may name. Beyond these years there are no figures, and no day in every time zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time

from jobs.errors import InvalidSubmission

FIRST_YEAR, LAST_YEAR = 2000, 2199
END_OF_DAY = time(23, 59)  # when what is due on a day without a time is due


def check_moments(named: Mapping[str, datetime | None]) -> None:
    """InvalidSubmission names each of the aware times in `named` that is out of these years, in UTC."""
    if errors := {name: refusal() for name, moment in named.items() if moment is not None and is_out(moment)}:
        raise InvalidSubmission(errors)


def is_out(moment: datetime) -> bool:
    """Whether the aware `moment` is in none of these years; in which year it is, in UTC, may not even exist."""
    return not _FIRST <= moment < _AFTER


def refusal() -> str:
    """What to send instead."""
    return f"Send a time from {FIRST_YEAR} to {LAST_YEAR}."


_FIRST, _AFTER = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)
