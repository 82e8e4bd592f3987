"""What is stuck?"""

from __future__ import annotations

from dataclasses import dataclass

from jobs.pages.charts.bars import Part, parts
from jobs.pages.charts.table import table
from jobs.pages.charts.units import number, span
from jobs.pages.dashboard.panel import Answer, Figure, Metric
from jobs.services.stuck import Stuck
from jobs.states import Status

FIGURES = ((Status.PENDING, "quiet"), (Status.HELD, "waiting"), (Status.BLOCKED, "waiting"))
NOTHING = "Nothing is stuck: no job is held, blocked or overdue, and none that is due waits for longer than a minute."


@dataclass(frozen=True, slots=True)
class Item:
    """A job with its bar; `waited` says how long, written."""

    stuck: Stuck
    waited: str
    bar: tuple[Part, ...]


def stuck_now(summary: Metric, found: list[Stuck], listed_as: str | None) -> Answer:
    """Of this moment, whatever the period. `listed_as` ends the address of a list of such jobs, if there is one."""
    live = summary["live_by_status"]
    longest = max((one.seconds for one in found), default=0.0)
    items = tuple(Item(one, span(one.seconds), parts([("waiting", one.seconds)], longest)) for one in found)
    return Answer(
        meaning=_meaning(found) if found else NOTHING,
        figures=(
            *(_figure(word.label, live[word], tone, _address(f"status={word}", listed_as)) for word, tone in FIGURES),
            _figure("Overdue", summary["overdue"], "failed", _address("due=overdue", listed_as)),
        ),
        tables=(
            table(
                "Jobs that wait for longest",
                ("Job", "Status", "For", "Why"),
                [(_name(one), one.job.status, span(one.seconds), one.cause.message) for one in found],
            ),
        )
        if found
        else (),
        items=items,
    )


def _meaning(found: list[Stuck]) -> str:
    first = found[0]
    how = "is overdue by" if first.is_overdue and first.since == first.job.due_at else "waits for"
    return f"Longest of all, {_name(first)} {how} {span(first.seconds)}."


def _name(one: Stuck) -> str:
    return str(one.job)


def _figure(label: str, count: int, tone: str, href: str) -> Figure:
    return Figure(label, number(count), tone if count else "quiet", href if count else "")


def _address(asked: str, listed_as: str | None) -> str:
    return "" if listed_as is None else f"/jobs?{asked}{listed_as}"
