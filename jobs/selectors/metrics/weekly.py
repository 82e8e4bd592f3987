"""The work by week, each with a score from 0 to 100."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from jobs.selectors.metrics import formulas
from jobs.selectors.metrics.daily import Counts, by_day, total
from jobs.selectors.metrics.scope import Scope
from jobs.selectors.metrics.wording import written


def weekly(scope: Scope) -> dict[str, Any]:
    """Weeks from Monday on; the first and the last count only their days within the period."""
    weeks: dict[date, list[Counts]] = {}
    for day, counts in by_day(scope).items():
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(counts)
    rows = [_week(monday, days) for monday, days in weeks.items()]
    trend = formulas.slope([row["completed"] for row in rows])
    return {
        "weights": {
            "keeping_up": formulas.KEEPING_UP,
            "success": formulas.SUCCESS,
            "punctuality": formulas.PUNCTUALITY,
        },
        "weeks": rows,
        "completed_per_week_slope": trend,
        "meaning": _meaning(rows, trend),
    }


def _week(monday: date, days: list[Counts]) -> dict[str, Any]:
    counts = total(days)
    return {
        "week": monday.isoformat(),
        "days": len(days),
        "created": counts.created,
        "completed": counts.completed,
        "unsuccessful": counts.unsuccessful,
        "cancelled": counts.cancelled,
        "due": counts.due,
        "on_time": counts.on_time,
        "people_minutes": formulas.minutes(counts.people_ms),
        "score": formulas.score(
            created=counts.created,
            completed=counts.completed,
            unsuccessful=counts.unsuccessful,
            due=counts.due,
            on_time=counts.on_time,
        ),
    }


def _of(week: dict[str, Any]) -> str:
    return written(date.fromisoformat(week["week"]))


def _meaning(rows: list[dict[str, Any]], trend: float | None) -> str:
    scored = [row for row in rows if row["score"] is not None]
    if not scored:
        return "Nothing came and nothing ended in these weeks."
    last = scored[-1]
    text = f"The week of {_of(last)} scores {last['score']} of 100."
    if len(scored) > 1:
        best = max(scored, key=lambda row: row["score"])
        text += f" The best was that of {_of(best)} with {best['score']}."
    if trend is None:
        return text
    if abs(trend) < 0.05:
        return f"{text} About as much is completed each week."
    side = "more" if trend > 0 else "fewer"
    return f"{text} Each week about {abs(trend):.1f} {side} are completed than in the one before."
