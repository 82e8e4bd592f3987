"""Estimates against what the work took: how far off, and on which side."""

from __future__ import annotations

from typing import Any

from jobs.selectors.metrics import formulas
from jobs.selectors.metrics.scope import Scope
from jobs.selectors.metrics.sums import work

# Where a job stands by what it took for each minute estimated: each bucket begins where the one before it ends.
BUCKETS = {
    "less_than_half": "took_less_than_half",
    "half_to_0.8": "took_half_to_80",
    "0.8_to_1.2": "took_80_to_120",
    "1.2_to_double": "took_120_to_double",
    "double_and_more": "took_double",
}
CLOSE = 0.1


def time_efficiency(scope: Scope) -> dict[str, Any]:
    """Of the jobs completed in the period that had an estimate, and on which time was spent."""
    found = work(scope, ("compared", "estimated_ms", "actual_ms", "accuracy_millionths", *BUCKETS.values()))
    compared, estimated, actual = found["compared"], found["estimated_ms"], found["actual_ms"]
    bias = formulas.bias(estimated, actual)
    accuracy = formulas.share(found["accuracy_millionths"] / 1_000_000, compared)
    return {
        "compared": compared,
        "estimated_minutes": formulas.minutes(estimated),
        "actual_minutes": formulas.minutes(actual),
        "bias": bias,
        "accuracy": accuracy,
        "distribution": [{"bucket": name, "jobs": found[column]} for name, column in BUCKETS.items()],
        "meaning": _meaning(compared, bias, accuracy),
    }


def _meaning(compared: int, bias: float | None, accuracy: float | None) -> str:
    if bias is None or accuracy is None:
        return "No job with an estimate was completed in this period."
    percent, right = formulas.half_up(100 * abs(bias)), formulas.half_up(100 * accuracy)
    if abs(bias) < CLOSE:
        text = "Estimates are about right in all"
    elif bias > 0:
        text = f"Work takes {percent} % longer than estimated"
    else:
        text = f"Work takes {percent} % less time than estimated"
    return f"{text}, over {compared:,} jobs; a single estimate is right to {right} % on average."
