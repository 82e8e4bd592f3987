"""What was completed day by day, smoothed, and where it is going."""

from __future__ import annotations

from typing import Any

from jobs.selectors.metrics import formulas
from jobs.selectors.metrics.daily import by_day
from jobs.selectors.metrics.scope import Scope

WINDOW = 7
STEADY = 0.01


def productivity_trends(scope: Scope) -> dict[str, Any]:
    """A row for each day of the period; the average is of the day and the six before it."""
    days = by_day(scope)
    completed = [float(counts.completed) for counts in days.values()]
    averages = formulas.moving_average(completed, WINDOW)
    slope = formulas.slope(completed)
    rows = [
        {
            "day": day.isoformat(),
            "created": counts.created,
            "completed": counts.completed,
            "people_minutes": formulas.minutes(counts.people_ms),
            "completed_average": average,
        }
        for (day, counts), average in zip(days.items(), averages, strict=True)
    ]
    return {
        "window_days": WINDOW,
        "days": rows,
        "completed": int(sum(completed)),
        "completed_per_day": formulas.share(sum(completed), len(completed)),
        "slope": slope,
        "meaning": _meaning(completed, slope),
    }


def _meaning(completed: list[float], slope: float | None) -> str:
    if not any(completed):
        return "Nothing was completed in this period."
    text = f"{int(sum(completed)):,} were completed, {sum(completed) / len(completed):.1f} a day"
    if slope is None:
        return f"{text}."
    if abs(slope) < STEADY:
        return f"{text}, at a steady pace."
    return f"{text}; that {'rises' if slope > 0 else 'falls'} by about {abs(slope) * 7:.1f} a week."
