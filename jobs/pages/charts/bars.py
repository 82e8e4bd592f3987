"""Bars that lie: a row for each name, the longest first as a rule, with its figure beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

THINNEST = 0.4  # percent: a bar that short is still seen


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar; `tone` is how it looks."""

    x: float
    width: float
    tone: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    figure: str
    parts: tuple[Part, ...]
    is_answer: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """`legend` names the tones where there is more than one: (tone, word)."""

    title: str
    bars: tuple[Bar, ...]
    legend: tuple[tuple[str, str], ...] = ()
    template: ClassVar[str] = "dashboard/bars.html"


@dataclass(frozen=True, slots=True)
class Row:
    """What is to be drawn: values by tone."""

    name: str
    figure: str
    values: Sequence[tuple[str, float]]


def bars(title: str, rows: Sequence[Row], *, legend: Sequence[tuple[str, str]] = ()) -> Bars:
    """The longest takes all the width, and is the answer."""
    sums = [sum(value for _, value in row.values) for row in rows]
    longest = max(sums, default=0.0)
    answer = sums.index(longest) if longest else None
    found = tuple(
        Bar(row.name, row.figure, parts(row.values, longest), is_answer=place == answer)
        for place, row in enumerate(rows)
    )
    return Bars(title, found, tuple(legend))


def parts(values: Sequence[tuple[str, float]], whole: float) -> tuple[Part, ...]:
    """One after the other; nothing for a value of 0."""
    found: list[Part] = []
    x = 0.0
    for tone, value in values:
        if value > 0 and whole > 0:
            width = max(THINNEST, 100 * value / whole)
            found.append(Part(round(min(x, 100 - THINNEST), 3), round(width, 3), tone))
            x += width
    return tuple(found)
