"""Scales: round numbers that hold what is to be shown, and the place of a value among them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

STEPS = 4
# Spans that people know, in seconds: what axes of waits and runs are marked with.
LADDER = (0.001, 0.01, 0.1, 1.0, 10.0, 60.0, 600.0, 3_600.0, 36_000.0, 86_400.0, 864_000.0, 8_640_000.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """`ticks` begin with 0."""

    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """How far up `value` stands, 0 to 1."""
        return min(1.0, max(0.0, value / self.ticks[-1]))


@dataclass(frozen=True, slots=True)
class LogScale:
    """Each step is so many times the one before, as far as spans that people know are."""

    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """How far along `value` stands, 0 to 1."""
        low, high = math.log(self.ticks[0]), math.log(self.ticks[-1])
        return min(1.0, max(0.0, (math.log(max(value, self.ticks[0])) - low) / (high - low)))


def linear(highest: float, *, finest: float = 0.0) -> Scale:
    """From 0 to a round number that holds `highest`, in at most `STEPS` steps of 1, 2 or 5 times a power of ten.

    No step is less than `finest`: 1 for what is counted.
    """
    least = max(highest / STEPS, finest) or 1.0
    power = 10.0 ** math.floor(math.log10(least))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= least * (1 - 1e-9))
    count = max(1, math.ceil(highest / step - 1e-9))
    return Scale(tuple(round(step * number, 12) for number in range(count + 1)))


def logarithmic(seconds: Sequence[float]) -> LogScale:
    """The rungs of `LADDER` that hold all of `seconds`, two at least."""
    first = max([place for place, rung in enumerate(LADDER) if rung <= min(seconds)], default=0)
    last = min([place for place, rung in enumerate(LADDER) if rung >= max(seconds)], default=len(LADDER) - 1)
    if last <= first:
        first, last = (first, first + 1) if first + 1 < len(LADDER) else (first - 1, first)
    return LogScale(LADDER[first : last + 1])
