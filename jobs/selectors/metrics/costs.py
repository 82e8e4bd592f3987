"""What calls of models cost, by model, kind and day, and what of it was in vain."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce, TruncDate

from jobs.models import LedgerEntry
from jobs.money import nano_shown, usd
from jobs.selectors.metrics import formulas
from jobs.selectors.metrics.scope import Scope
from jobs.states import Status

MOST = 100
_REAL = Q(simulated=False)
_SETTLED = Q(state=LedgerEntry.State.SETTLED)
_ABANDONED = Q(state=LedgerEntry.State.ABANDONED)
_IN_VAIN = Q(job__outcome__in=[Status.FAILED, Status.CANCELLED])
SUMS = {
    "calls": Count("pk", filter=_SETTLED),
    "unpriced_calls": Count("pk", filter=_SETTLED & _REAL & Q(cost_nano=None)),
    "tokens": Coalesce(Sum("input_tokens"), 0) + Coalesce(Sum("output_tokens"), 0),
    "spent": Coalesce(Sum("cost_nano", filter=_SETTLED & _REAL), 0),
    "simulated_sum": Coalesce(Sum("cost_nano", filter=_SETTLED & ~_REAL), 0),
    "abandoned_calls": Count("pk", filter=_ABANDONED),
    "abandoned": Coalesce(Sum("estimate_nano", filter=_ABANDONED & _REAL), 0),
}


def costs(scope: Scope) -> dict[str, Any]:
    """Of the calls made in the period. Waste is what jobs cost that failed or were cancelled, and calls cut off."""
    calls = scope.calls()
    found = calls.aggregate(**SUMS)
    in_vain = calls.filter(_IN_VAIN).aggregate(total=SUMS["spent"])["total"]
    wasted = in_vain + found["abandoned"]
    by_day = calls.annotate(day=TruncDate("created_at", tzinfo=scope.period.zone)).values("day").annotate(**SUMS)
    return {
        **_row(found),
        "in_vain_usd": usd(in_vain),
        "wasted_usd": usd(wasted),
        "waste_rate": formulas.share(wasted, found["spent"] + found["abandoned"]),
        "by_model": _rows(calls.values("provider", "model").annotate(**SUMS), ("provider", "model")),
        "by_kind": _rows(calls.values("kind").annotate(**SUMS), ("kind",)),
        "by_day": [{"day": row["day"].isoformat()} | _row(row) for row in by_day.order_by("day")],
        "meaning": _meaning(found, wasted),
    }


def spend(scope: Scope) -> dict[str, Any]:
    """The sums alone."""
    return _row(scope.calls().aggregate(**SUMS))


def _rows(calls: Any, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The `MOST` that cost the most."""
    rows = calls.order_by("-spent", *names)[:MOST]
    return [{name: row[name] for name in names} | _row(row) for row in rows]


def _row(found: dict[str, Any]) -> dict[str, Any]:
    """`cost_usd` is what is known of it: calls that nobody knows a price of are counted beside."""
    return {
        "calls": found["calls"],
        "unpriced_calls": found["unpriced_calls"],
        "tokens": found["tokens"],
        "cost_usd": usd(found["spent"]),
        "simulated_cost_usd": usd(found["simulated_sum"]),
        "abandoned_calls": found["abandoned_calls"],
        "abandoned_estimate_usd": usd(found["abandoned"]),
    }


def _meaning(found: dict[str, Any], wasted: int) -> str:
    if not found["calls"] and not found["abandoned_calls"]:
        return "No model was called in this period."
    text = f"{found['calls']:,} calls cost {nano_shown(found['spent'])}"
    if wasted:
        paid = found["spent"] + found["abandoned"]
        text += f"; {nano_shown(wasted)} ({formulas.half_up(100 * wasted / paid)} %) was in vain"
    text += "."
    if found["unpriced_calls"]:
        text += f" Of {found['unpriced_calls']:,} nobody knows the price."
    if found["simulated_sum"]:
        text += f" Offline calls would have cost {nano_shown(found['simulated_sum'])}."
    return text
