"""The work by category: how much, how well, how long, and how it compares with the estimates."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, F, FloatField, Q, Sum, When
from django.db.models.functions import Cast

from jobs.selectors.metrics import formulas
from jobs.selectors.metrics.elapsed import machine_seconds, people_seconds
from jobs.selectors.metrics.scope import Scope
from jobs.states import MANUAL, Status

MOST = 100


def categories(scope: Scope) -> dict[str, Any]:
    """The `MOST` categories with the most jobs that ended in the period; work without one is the category ''."""
    completed = Q(outcome=Status.COMPLETED)
    estimated = completed & Q(estimated_minutes__isnull=False, actual__gt=0)
    rows = (
        scope.finished()
        .annotate(people=people_seconds(), machines=machine_seconds())
        .annotate(actual=Case(When(kind=MANUAL, then=F("people")), default=F("machines"), output_field=FloatField()))
        .values("category")
        .annotate(
            ended=Count("pk"),
            completed=Count("pk", filter=completed),
            unsuccessful=Count("pk", filter=Q(outcome__in=[Status.FAILED, Status.PARTIAL_SUCCESS])),
            people_seconds=Sum("people"),
            machine_seconds=Sum("machines"),
            compared=Count("pk", filter=estimated),
            estimated_seconds=Sum(Cast("estimated_minutes", FloatField()) * 60.0, filter=estimated),
            actual_seconds=Sum("actual", filter=estimated),
        )
        .order_by("-ended", "category")
    )
    found = [_category({**row}) for row in rows[: MOST + 1]]
    return {"categories": found[:MOST], "more": len(found) > MOST, "meaning": _meaning(found[:MOST])}


def _category(row: dict[str, Any]) -> dict[str, Any]:
    completed, unsuccessful = row["completed"], row["unsuccessful"]
    estimated, actual = row["estimated_seconds"] or 0.0, row["actual_seconds"] or 0.0
    return {
        "category": row["category"],
        "ended": row["ended"],
        "completed": completed,
        "unsuccessful": unsuccessful,
        "success_rate": formulas.share(completed, completed + unsuccessful),
        "people_minutes": formulas.minutes(row["people_seconds"]),
        "machine_minutes": formulas.minutes(row["machine_seconds"]),
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
