"""Where did the time go?"""

from __future__ import annotations

from jobs.pages.charts.bars import Row, bars
from jobs.pages.charts.table import table
from jobs.pages.charts.units import minutes, percent
from jobs.pages.dashboard.panel import Answer, Metric

MOST = 6  # rows that are drawn; the table has all
LEGEND = (("people", "people"), ("machines", "machines"))
HEAD = (
    "Category", "Ended", "Completed", "Unsuccessful", "Success", "People, min", "Machines, min", "Estimated, min",
    "Taken, min", "Estimated by taken",
)  # fmt: skip


def spent_time(categories: Metric) -> Answer:
    """By category, people's and machines' time one after the other."""
    found = categories["categories"]
    timed = sorted((row for row in found if _minutes(row)), key=_minutes, reverse=True)
    drawn = bars(
        "Time on jobs that ended",
        [
            Row(
                _name(row),
                minutes(_minutes(row)),
                [("people", row["people_minutes"]), ("machines", row["machine_minutes"])],
            )
            for row in timed[:MOST]
        ],
        legend=LEGEND,
    )
    return Answer(
        meaning=f"{_most(timed)}{categories['meaning']}",
        charts=(drawn,) if timed else (),
        nothing="" if timed else "Time is drawn here by category: that of timers, and that for which workers had jobs.",
        tables=(
            table(
                "The categories with the most jobs" if categories["more"] else "Categories",
                HEAD,
                [
                    (
                        _name(row),
                        row["ended"],
                        row["completed"],
                        row["unsuccessful"],
                        percent(row["success_rate"]),
                        row["people_minutes"],
                        row["machine_minutes"],
                        row["estimated_minutes"],
                        row["actual_minutes"],
                        row["efficiency"],
                    )
                    for row in found
                ],
            ),
        )
        if found
        else (),
    )


def _minutes(row: Metric) -> float:
    return float(row["people_minutes"] + row["machine_minutes"])


def _name(row: Metric) -> str:
    return row["category"] or "no category"


def _most(timed: list[Metric]) -> str:
    if not timed:
        return ""
    whole = sum(map(_minutes, timed))
    return f"{percent(_minutes(timed[0]) / whole)} of the time went to {_name(timed[0])}. "
