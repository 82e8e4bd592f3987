"""How long things took: half of them within, nine of ten within, 99 of 100 within, on a scale of spans people know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from jobs.pages.charts.axis import Note, named
from jobs.pages.charts.scale import LogScale, logarithmic
from jobs.pages.charts.units import span

WORDS = {"p50": "half within", "p90": "nine of ten within", "p99": "99 of 100 within"}
MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Dot:
    """`percent` is p50, p90 or p99: each has a shape of its own."""

    percent: str
    x: float
    said: str


@dataclass(frozen=True, slots=True)
class Spread:
    """From the first dot to the last; `sentence` says all of it."""

    name: str
    dots: tuple[Dot, ...]
    sentence: str

    @property
    def width(self) -> float:
        return round(self.dots[-1].x - self.dots[0].x, 2)


@dataclass(frozen=True, slots=True)
class Percentiles:
    """`names` stand at some of the `ticks`, in percent."""

    title: str
    spreads: tuple[Spread, ...]
    ticks: tuple[float, ...]
    names: tuple[Note, ...]
    template: ClassVar[str] = "dashboard/percentiles.html"


def percentiles(title: str, rows: Sequence[tuple[str, Mapping[str, float | None]]]) -> Percentiles | None:
    """Each row a name and its `{p50, p90, p99}` in seconds; None where nothing is known."""
    known = [(name, {word: found for word in WORDS if (found := row[word]) is not None}) for name, row in rows]
    known = [(name, row) for name, row in known if row]
    if not known:
        return None
    scale = logarithmic([seconds for _, row in known for seconds in row.values()])
    places = named(len(scale.ticks), MOST_NAMES)
    return Percentiles(
        title=title,
        spreads=tuple(_spread(name, row, scale) for name, row in known),
        ticks=tuple(_x(scale, tick) for tick in scale.ticks),
        names=tuple(_name(scale, place) for place in places),
    )


def _spread(name: str, row: Mapping[str, float], scale: LogScale) -> Spread:
    dots = tuple(Dot(word, _x(scale, row[word]), f"{name}: {WORDS[word]} {span(row[word])}") for word in row)
    return Spread(name, dots, ", ".join(f"{WORDS[word]} {span(row[word])}" for word in row))


def _x(scale: LogScale, seconds: float) -> float:
    return round(100 * scale.share(seconds), 2)


def _name(scale: LogScale, place: int) -> Note:
    tick = scale.ticks[place]
    last = len(scale.ticks) - 1
    return Note(_x(scale, tick), 12, span(tick), "start" if place == 0 else "end" if place == last else "middle")
