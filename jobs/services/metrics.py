"""What the work adds up to: whose, over which days, in whose time. People ask for their own, staff for everybody's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from accounts.models import User
from jobs.errors import InvalidSubmission
from jobs.queue.clock import now as database_now
from jobs.queue.session import interpreted
from jobs.selectors.jobs import sees_everybody
from jobs.selectors.metrics.categories import categories
from jobs.selectors.metrics.costs import costs
from jobs.selectors.metrics.period import LONGEST_DAYS, Period
from jobs.selectors.metrics.productivity_trends import productivity_trends
from jobs.selectors.metrics.queue import queue
from jobs.selectors.metrics.scope import Scope
from jobs.selectors.metrics.source import through
from jobs.selectors.metrics.summary import summary
from jobs.selectors.metrics.time_efficiency import time_efficiency
from jobs.selectors.metrics.weekly import weekly

USUAL_DAYS = 28
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)

METRICS: Mapping[str, Callable[[Scope], dict[str, Any]]] = {
    "summary": summary,
    "categories": categories,
    "weekly": weekly,
    "time-efficiency": time_efficiency,
    "productivity-trends": productivity_trends,
    "costs": costs,
    "queue": queue,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is left out: the caller's own jobs, in their time zone, up to today, four weeks.

    `days` is how many end with `last` where there is no `first`.
    """

    first: date | None = None
    last: date | None = None
    time_zone: str | None = None
    owner: UUID | Literal["all"] | None = None
    days: int = USUAL_DAYS


def measure(caller: User, metric: str, asked: Asked) -> dict[str, Any]:
    """One of `METRICS`, with the period and the owner it is of. InvalidSubmission names what cannot be asked for."""
    scope = scope_of(caller, asked)
    return scope.as_dict() | figures(scope, metric)


def scope_of(caller: User, asked: Asked) -> Scope:
    """What is measured. InvalidSubmission names what cannot be asked for."""
    owner_id, period = _owner(caller, asked.owner), _period(caller, asked)
    return Scope(owner_id, period, through(owner_id, period))


def figures(scope: Scope, metric: str) -> dict[str, Any]:
    """One of `METRICS`, without what it is of."""
    with interpreted():
        return METRICS[metric](scope)


def _owner(caller: User, owner: UUID | Literal["all"] | None) -> UUID | None:
    if owner is None or owner == caller.pk:
        return caller.pk
    if not sees_everybody(caller):
        raise InvalidSubmission({"owner": "Only staff may ask for others' work; leave it out for your own."})
    if owner == "all":
        return None
    if not User.objects.filter(pk=owner).exists():
        raise InvalidSubmission({"owner": "Nobody has this id; send a user's id, or all."})
    return owner


def _period(caller: User, asked: Asked) -> Period:
    zone = _zone(asked.time_zone or caller.time_zone)
    last = asked.last or max(asked.first or EARLIEST, database_now().astimezone(zone).date())
    first = asked.first or max(EARLIEST, last - timedelta(days=asked.days - 1))
    errors = {}
    for name, day in (("from", first), ("to", last)):
        if not EARLIEST <= day <= LATEST:
            errors[name] = f"Send a day from {EARLIEST} to {LATEST}."
    if last < first:
        errors["to"] = "This is before from; send that day or a later one."
    elif (last - first).days >= LONGEST_DAYS:
        errors["from"] = f"At most {LONGEST_DAYS} days; send a later from or an earlier to."
    if errors:
        raise InvalidSubmission(errors)
    return Period(first, last, zone)


def _zone(name: str) -> ZoneInfo:
    if name not in available_timezones():
        raise InvalidSubmission({"timezone": f"{name!r:.80} is not a time zone; use a name like Europe/Paris."})
    return ZoneInfo(name)
