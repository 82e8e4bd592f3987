"""The work by category: how much, how well, how long, and how it compares with the estimates."""

from __future__ import annotations

from typing import Any

from jobs.models import CategoryRollUp
from jobs.models.measures import CATEGORY, measured
from jobs.selectors.metrics import formulas
from jobs.selectors.metrics.scope import Scope
from jobs.selectors.metrics.sums import of_roll_ups, put_together

MOST = 100


def categories(scope: Scope) -> dict[str, Any]:
    """The `MOST` categories with the most jobs that ended in the period; work without one is the category ''."""
    rows = [
        *scope.rolled_up(CategoryRollUp).values("category").annotate(**of_roll_ups(CATEGORY)),
        *measured(scope.finished()).values("category").annotate(**CATEGORY),
    ]
    sums = put_together(rows, ("category",), tuple(CATEGORY))
    found = [{"category": category} | row for (category,), row in sums.items() if row["ended"]]
    found.sort(key=lambda row: (-row["ended"], row["category"]))
    told = [_category(row) for row in found[:MOST]]
    return {"categories": told, "more": len(found) > MOST, "meaning": _meaning(told)}


def _category(row: dict[str, Any]) -> dict[str, Any]:
    completed, unsuccessful = row["completed"], row["unsuccessful"]
    estimated, actual = row["estimated_ms"], row["actual_ms"]
    return {
        "category": row["category"],
        "ended": row["ended"],
        "completed": completed,
        "unsuccessful": unsuccessful,
        "success_rate": formulas.share(completed, completed + unsuccessful),
        "people_minutes": formulas.minutes(row["people_ms"]),
        "machine_minutes": formulas.minutes(row["machine_ms"]),
        "compared": row["compared"],
        "estimated_minutes": formulas.minutes(estimated),
        "actual_minutes": formulas.minutes(actual),
        "efficiency": formulas.share(estimated, actual),
    }


def _meaning(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return "Nothing ended in this period."
    first = rows[0]
    text = f"Most of the work was in {first['category'] or 'no category'}: {first['ended']:,} that ended."
    weak = [row for row in rows if row["success_rate"] is not None and row["unsuccessful"]]
    if weak:
        worst = min(weak, key=lambda row: row["success_rate"])
        name = worst["category"] or "no category"
        text += f" The lowest rate of success is in {name}: {formulas.half_up(100 * worst['success_rate'])} %."
    return text
