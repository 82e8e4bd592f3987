"""What stands beside and below a chart: lines with their figures, and names under some of the places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Anchor = Literal["start", "middle", "end"]
LETTER = 6.4  # pixels: how wide a figure of the axis is


@dataclass(frozen=True, slots=True)
class Tick:
    """`place` is in pixels from above, or in percent from the left."""

    place: float
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Words at a place: `x` in percent, `y` in pixels."""

    x: float
    y: float
    text: str
    anchor: Anchor = "middle"


def gutter(texts: Sequence[str]) -> int:
    """How many pixels the figures of an axis take."""
    return round(max(map(len, texts), default=0) * LETTER) + 8


def named(count: int, most: int) -> list[int]:
    """Which of `count` places are named: `most` of them, evenly, the first and the last among them."""
    if count <= most:
        return list(range(count))
    return [round(number * (count - 1) / (most - 1)) for number in range(most)]


def anchored(x: float) -> Anchor:
    """So that words at `x` percent stay inside."""
    return "start" if x < 20 else "end" if x > 80 else "middle"
