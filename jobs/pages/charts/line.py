"""A line over columns. Where there is no value it has a gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jobs.pages.charts.scale import Scale

WIDTH = 1000  # what a line's places across are counted in; the drawing is stretched


@dataclass(frozen=True, slots=True)
class Line:
    """`pieces` are points for a polyline, one for each run of values. `end` is where the last value stands, the
    answer: percent from the left, pixels from above."""

    name: str
    pieces: tuple[str, ...]
    end: tuple[float, float] | None


def line(name: str, values: Sequence[float | None], scale: Scale, top: float, height: float) -> Line:
    """Over as many columns."""
    places = [
        None if value is None else ((place + 0.5) * WIDTH / len(values), top + height * (1 - scale.share(value)))
        for place, value in enumerate(values)
    ]
    known = [place for place in places if place is not None]
    end = (round(known[-1][0] * 100 / WIDTH, 2), round(known[-1][1], 2)) if known else None
    return Line(name, tuple(_pieces(places)), end)


def _pieces(places: Sequence[tuple[float, float] | None]) -> Iterator[str]:
    piece: list[str] = []
    for place in [*places, None]:
        if place is not None:
            piece.append(f"{place[0]:.1f},{place[1]:.1f}")
        elif piece:
            # A line of one point is seen as a dot, if it has two ends.
            yield " ".join(piece if len(piece) > 1 else piece * 2)
            piece = []
