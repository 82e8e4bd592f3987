"""Which week went best?"""

from __future__ import annotations

from jobs.pages.charts.columns import columns
from jobs.pages.charts.table import table
from jobs.pages.charts.units import number
from jobs.pages.dashboard.panel import Answer, Metric, day, highest

TOP = 100.0


def weeks(weekly: Metric) -> Answer:
    """The score of each week, with what it is made of in the table; a week without work is a gap."""
    rows = weekly["weeks"]
    scores = [row["score"] for row in rows]
    best = highest(scores)
    weights = weekly["weights"]
    drawn = columns(
        scores,
        [day(row["week"]) for row in rows],
        unit="score of the week that begins then, of 100",
        text=number,
        top=TOP,
        answer=best,
        said="" if best is None else f"{scores[best]} of 100",
    )
    head = ("Week of", "Days", "Score", "Came", "Completed", "Unsuccessful", "Cancelled", "Due", "On time", "Minutes")
    parts = ", ".join(f"{name.replace('_', ' ')} {weight}" for name, weight in weights.items())
    return Answer(
        meaning=weekly["meaning"],
        charts=() if best is None else (drawn,),
        nothing="A week has its score once something came or ended in it." if best is None else "",
        tables=(
            table(
                f"Weeks, from Monday on; weights of the score: {parts}",
                head,
                [
                    (
                        row["week"],
                        row["days"],
                        row["score"],
                        row["created"],
                        row["completed"],
                        row["unsuccessful"],
                        row["cancelled"],
                        row["due"],
                        row["on_time"],
                        row["people_minutes"],
                    )
                    for row in rows
                ],
            ),
        ),
    )
