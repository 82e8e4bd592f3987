"""Is it getting faster?"""

from __future__ import annotations

from jobs.pages.charts.columns import Over, columns
from jobs.pages.charts.table import table
from jobs.pages.charts.units import number, short
from jobs.pages.dashboard.panel import Answer, Metric, day


def pace(trends: Metric) -> Answer:
    """What was completed each day, and the mean of so many days, whose last value is the answer."""
    days = trends["days"]
    averages = [row["completed_average"] for row in days]
    last = next((average for average in reversed(averages) if average is not None), None)
    drawn = columns(
        [float(row["completed"]) for row in days],
        [day(row["day"]) for row in days],
        unit="jobs completed a day",
        text=number,
        axis=short,
        finest=1,
        over=Over(
            f"mean of {trends['window_days']} days", averages, "" if last is None else f"{number(last)} a day at last"
        ),
    )
    return Answer(
        meaning=trends["meaning"],
        charts=(drawn,) if trends["completed"] else (),
        nothing="" if trends["completed"] else "What is completed each day is drawn here.",
        tables=(
            table(
                "Day by day",
                ("Day", "Came", "Completed", f"Mean of {trends['window_days']} days", "People's minutes"),
                [
                    (row["day"], row["created"], row["completed"], row["completed_average"], row["people_minutes"])
                    for row in days
                ],
            ),
        ),
    )
