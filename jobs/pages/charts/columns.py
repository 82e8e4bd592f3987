"""A column for each day, week or bucket, one of them marked as the answer, and maybe a line over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from jobs.pages.charts.axis import Note, Tick, anchored, gutter, named
from jobs.pages.charts.line import Line, line
from jobs.pages.charts.scale import Scale, linear

TOP, HEIGHT, FOOT = 22, 128, 22  # pixels: what is said above, the columns, the names below
WIDEST = 14.0  # percent
FILLED = 0.72  # of the room that a column has
MOST_NAMES = 4
NEAR = 40.0  # percent: as far as words may reach


@dataclass(frozen=True, slots=True)
class Column:
    """`room` is where its values can be asked for: from there on, and so wide."""

    x: float
    y: float
    width: float
    height: float
    room: tuple[float, float]
    said: str
    is_answer: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """`unit` says what is counted, `tone` how it looks. `answer` is said over a column or, with a line, at its end."""

    title: str
    unit: str
    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    names: tuple[Note, ...]
    answer: Note | None
    line: Line | None
    tone: str
    gutter: int
    top: int = TOP
    foot: int = TOP + HEIGHT
    whole: int = TOP + HEIGHT + FOOT
    template: ClassVar[str] = "dashboard/columns.html"


@dataclass(frozen=True, slots=True)
class Over:
    """A line to be drawn over columns, and what stands at its end."""

    name: str
    values: Sequence[float | None]
    said: str


def columns(
    values: Sequence[float | None],
    names: Sequence[str],
    *,
    unit: str,
    text: Callable[[float], str],
    axis: Callable[[float], str] | None = None,
    title: str = "",
    answer: int | None = None,
    said: str = "",
    over: Over | None = None,
    finest: float = 0.0,
    top: float | None = None,
    tone: str = "plain",
    most_names: int = MOST_NAMES,
) -> Columns:
    """`values` over their `names`; None leaves a gap. `said` stands above the column at the place `answer`."""
    shown = [value for value in [*values, *(over.values if over else ())] if value is not None]
    scale = linear(max(shown, default=0.0) if top is None else top, finest=finest)
    found = tuple(
        _column(place, len(values), value, scale, f"{names[place]}: {text(value)}", is_answer=place == answer)
        for place, value in enumerate(values)
        if value is not None
    )
    drawn = line(over.name, over.values, scale, TOP, HEIGHT) if over else None
    ticks = tuple(Tick(_y(scale, tick), (axis or text)(tick)) for tick in scale.ticks)
    return Columns(
        title=title,
        unit=unit,
        columns=found,
        ticks=ticks,
        names=tuple(_name(place, len(values), names[place]) for place in named(len(values), most_names)),
        answer=_end(drawn, found, over.said) if over and drawn else _above(found, said),
        line=drawn,
        tone=tone,
        gutter=gutter([tick.text for tick in ticks]),
    )


def _column(place: int, count: int, value: float, scale: Scale, said: str, *, is_answer: bool) -> Column:
    room = 100 / count
    width = min(WIDEST, room * FILLED)
    y = _y(scale, value)
    return Column(
        x=round(room * place + (room - width) / 2, 3),
        y=y,
        width=round(width, 3),
        height=round(TOP + HEIGHT - y, 2),
        room=(round(room * place, 3), round(room, 3)),
        said=said,
        is_answer=is_answer,
    )


def _y(scale: Scale, value: float) -> float:
    return round(TOP + HEIGHT * (1 - scale.share(value)), 2)


def _name(place: int, count: int, text: str) -> Note:
    x = round(100 * (place + 0.5) / count, 2)
    if count <= MOST_NAMES + 1:
        return Note(x, TOP + HEIGHT + FOOT - 6, text)
    return Note(x, TOP + HEIGHT + FOOT - 6, text, anchored(x) if place in {0, count - 1} else "middle")


def _above(found: Sequence[Column], said: str) -> Note | None:
    """Over the column that is the answer."""
    column = next((column for column in found if column.is_answer), None)
    if column is None:
        return None
    centre = column.x + column.width / 2
    anchor = anchored(centre)
    x = {"start": column.x, "middle": centre, "end": column.x + column.width}[anchor]
    return Note(round(x, 2), round(column.y - 6, 2), said, anchor)


def _end(drawn: Line, found: Sequence[Column], said: str) -> Note | None:
    """Over the end of the line, and over the columns that it would stand before."""
    if drawn.end is None:
        return None
    x, y = drawn.end
    near = [column.y for column in found if abs(column.x - x) < NEAR]
    return Note(x, round(min([y - 4, *near]) - 6, 2), said, anchored(x))
