"""Do estimates hold?"""

from __future__ import annotations

from jobs.pages.charts.columns import columns
from jobs.pages.charts.table import table
from jobs.pages.charts.units import minutes, number, percent, short
from jobs.pages.dashboard.panel import Answer, Figure, Metric

# What a job took by what was estimated, short enough for five to stand side by side on a phone.
NAMES = {
    "less_than_half": "< \N{VULGAR FRACTION ONE HALF}",
    "half_to_0.8": "\N{VULGAR FRACTION ONE HALF}\N{EN DASH}0.8",
    "0.8_to_1.2": "0.8\N{EN DASH}1.2",
    "1.2_to_double": "1.2\N{EN DASH}2",
    "double_and_more": "\N{GREATER-THAN OR EQUAL TO} 2",
}
RIGHT = "0.8_to_1.2"


def estimates(found: Metric) -> Answer:
    """How many jobs took how much of their estimate; those that were about right are the answer."""
    rows = found["distribution"]
    words = [row["bucket"] for row in rows]
    right = words.index(RIGHT)
    compared = found["compared"]
    drawn = columns(
        [float(row["jobs"]) for row in rows],
        [NAMES[word] for word in words],
        unit="jobs, by what they took as a multiple of the estimate",
        text=number,
        axis=short,
        finest=1,
        answer=right,
        said=f"{number(rows[right]['jobs'])} about right",
        most_names=len(rows),
    )
    bias = found["bias"]
    return Answer(
        meaning=found["meaning"],
        figures=(
            Figure("Estimated", minutes(found["estimated_minutes"])),
            Figure("Taken", minutes(found["actual_minutes"])),
            Figure("Off by", "-" if bias is None else f"{bias * 100:+.0f} %"),
            Figure("Right on average", percent(found["accuracy"])),
        )
        if compared
        else (),
        charts=(drawn,) if compared else (),
        nothing="" if compared else "Give jobs an estimate: what they took is held against it here.",
        tables=(
            table(
                f"{compared:,} jobs with an estimate, by what they took",
                ("Taken by estimated", "Jobs"),
                [(row["bucket"].replace("_", " "), row["jobs"]) for row in rows],
            ),
        ),
    )
