"""What came of the work?"""

from __future__ import annotations

from jobs.pages.charts.shares import Share, shares
from jobs.pages.charts.table import table
from jobs.pages.charts.units import dollars, minutes, number, percent
from jobs.pages.dashboard.panel import Answer, Figure, Metric
from jobs.states import Status

OUTCOMES = (Status.COMPLETED, Status.PARTIAL_SUCCESS, Status.FAILED, Status.CANCELLED)


def _for_others(spent: float) -> tuple[Figure, ...]:
    """Only where there is such time: most people work on their own."""
    return (Figure("On others' jobs", minutes(spent)),) if spent else ()


def outcome(summary: Metric) -> Answer:
    """The figures above all others, and how what ended did."""
    ended = summary["ended_by_outcome"]
    found = [Share(word, word.replace("_", " "), ended[word], number(ended[word])) for word in OUTCOMES]
    by_priority = list(summary["created_by_priority"].items())
    return Answer(
        meaning=summary["meaning"],
        figures=(
            Figure("Came", number(summary["created"])),
            Figure("Ended", number(summary["ended"])),
            Figure("Completed", percent(summary["completion_rate"])),
            Figure("On time", percent(summary["on_time_rate"])),
            Figure("People's time", minutes(summary["people_minutes"])),
            *_for_others(summary["minutes_for_others"]),
            Figure("Machines' time", minutes(summary["machine_minutes"])),
            Figure("Spent", dollars(summary["cost"]["cost_usd"])),
        ),
        charts=(shares("Jobs that ended", found, answer=Status.COMPLETED),) if summary["ended"] else (),
        tables=(
            table(
                "Jobs that ended, by outcome", ("Outcome", "Jobs"), [(share.name, ended[share.tone]) for share in found]
            ),
            table("Jobs that came, by priority", ("Priority", "Jobs"), by_priority),
        ),
    )
