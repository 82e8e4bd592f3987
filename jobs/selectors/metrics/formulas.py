"""The formulas of the metrics, apart from the database: numbers in, a number or None out. They are explained, with
examples worked by hand, in docs/explanation/metrics.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

# What a week's score is made of, in hundredths. A part that a week does not have leaves its share to the others.
KEEPING_UP, SUCCESS, PUNCTUALITY = 50, 30, 20


def share(part: float, whole: float) -> float | None:
    """`part` of `whole`, 0 to 1; None of nothing."""
    return round(part / whole, 4) if whole else None


def keeping_up(created: int, completed: int) -> float | None:
    """How much of what came was completed, at most 1; None of a week in which nothing came and nothing was done."""
    return min(1.0, completed / created) if created else (1.0 if completed else None)


def score(*, created: int, completed: int, unsuccessful: int, due: int, on_time: int) -> int | None:
    """0 to 100: the weighted mean of keeping up, success and punctuality; None of a week without any of them.

    `unsuccessful` failed or succeeded in part; `due` were completed and had a due time, `on_time` of these met it.
    """
    parts = [
        (KEEPING_UP, keeping_up(created, completed)),
        (SUCCESS, completed / (completed + unsuccessful) if completed + unsuccessful else None),
        (PUNCTUALITY, on_time / due if due else None),
    ]
    known = [(weight, value) for weight, value in parts if value is not None]
    weights = sum(weight for weight, _ in known)
    return half_up(100 * sum(weight * value for weight, value in known) / weights) if known else None


def half_up(value: float) -> int:
    """The nearest whole number; a half goes up, as people round."""
    return math.floor(round(value, 6) + 0.5)


def bias(estimated: float, actual: float) -> float | None:
    """By how much work takes longer than estimated, as a share of the estimates: 0.25 is a quarter longer."""
    return round((actual - estimated) / estimated, 4) if estimated else None


def moving_average(values: Sequence[float], window: int) -> list[float | None]:
    """Of each value and those before it, `window` in all; None where there are not so many yet."""
    averages: list[float | None] = []
    for end in range(1, len(values) + 1):
        part = values[end - window : end] if end >= window else ()
        averages.append(round(math.fsum(part) / window, 4) if part else None)
    return averages


def slope(values: Sequence[float]) -> float | None:
    """By how much the value rises from one place to the next, by least squares; None of fewer than two."""
    count = len(values)
    if count < 2:
        return None
    middle, mean = (count - 1) / 2, math.fsum(values) / count
    rise = math.fsum((place - middle) * (value - mean) for place, value in enumerate(values))
    return round(rise / math.fsum((place - middle) ** 2 for place in range(count)), 4)


def rank(count: int, percent: float) -> int:
    """Which of `count` values in their order, the first being 0, is the percentile: the nearest rank."""
    return max(0, math.ceil(count * percent / 100) - 1)


def minutes(milliseconds: int) -> float:
    return round(milliseconds / 60_000, 2)
