"""What calls of models cost, by model, kind and day, and what of it was in vain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from jobs.models import CallRollUp
from jobs.models.measures import CALLS, IN_VAIN
from jobs.money import nano_shown, usd
from jobs.selectors.metrics import formulas
from jobs.selectors.metrics.local_day import LocalDay
from jobs.selectors.metrics.scope import Scope
from jobs.selectors.metrics.sums import Sums, of_roll_ups, put_together

MOST = 100
_NAMES = (*CALLS, "in_vain")
_BY = ("provider", "model", "kind")
_NOTHING = dict.fromkeys(_NAMES, 0)


def costs(scope: Scope) -> dict[str, Any]:
    """Of the calls made in the period. Waste is what jobs cost that failed or were cancelled, and calls cut off."""
    rows = _by_day_model_and_kind(scope)
    found = put_together(rows, (), _NAMES).get((), _NOTHING)
    wasted = found["in_vain"] + found["abandoned"]
    return {
        **_row(found),
        "in_vain_usd": usd(found["in_vain"]),
        "wasted_usd": usd(wasted),
        "waste_rate": formulas.share(wasted, found["spent"] + found["abandoned"]),
        "by_model": _dearest(rows, ("provider", "model")),
        "by_kind": _dearest(rows, ("kind",)),
        "by_day": [{"day": day.isoformat()} | _row(sums) for day, sums in _by_day(rows) if _is_told(sums)],
        "meaning": _meaning(found, wasted),
    }


def spend(scope: Scope) -> dict[str, Any]:
    """The sums alone."""
    rows = [scope.rolled_up(CallRollUp).aggregate(**of_roll_ups(CALLS)), scope.calls().aggregate(**CALLS)]
    return _row(put_together(rows, (), tuple(CALLS))[()])


def _by_day_model_and_kind(scope: Scope) -> list[dict[str, Any]]:
    """One walk of the roll-ups for all that is told of them. What was in vain is of no day."""
    calls = scope.calls()
    return [
        *scope.rolled_up(CallRollUp)
        .annotate(day=LocalDay("at", scope.period))
        .values("day", *_BY)
        .annotate(**of_roll_ups(_NAMES)),
        *calls.annotate(day=LocalDay("created_at", scope.period)).values("day", *_BY).annotate(**CALLS),
        *calls.filter(IN_VAIN).values(*_BY).annotate(in_vain=CALLS["spent"]),
    ]


def _by_day(rows: Iterable[Mapping[str, Any]]) -> list[tuple[date, Sums]]:
    found = put_together([row for row in rows if "day" in row], ("day",), tuple(CALLS))
    return sorted((day, sums) for (day,), sums in found.items())


def _dearest(rows: Iterable[Mapping[str, Any]], names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The `MOST` that cost the most."""
    sums = {key: row for key, row in put_together(rows, names, _NAMES).items() if _is_told(row)}
    first = sorted(sums, key=lambda key: (-sums[key]["spent"], key))[:MOST]
    return [dict(zip(names, key, strict=True)) | _row(sums[key]) for key in first]


def _is_told(sums: Sums) -> bool:
    """Whether there was a call: a roll-up may be left that has none any more."""
    return any(sums.values())


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
