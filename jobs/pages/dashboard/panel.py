"""A question, and its answer in words, in figures, drawn and as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jobs.pages.charts.bars import Bars
from jobs.pages.charts.columns import Columns
from jobs.pages.charts.percentiles import Percentiles
from jobs.pages.charts.shares import Shares
from jobs.pages.charts.table import Table

Metric = Mapping[str, Any]
Chart = Bars | Columns | Percentiles | Shares


@dataclass(frozen=True, slots=True)
class Figure:
    """`tone` is `quiet`, `waiting` or `failed`; `href` leads to what is behind it."""

    label: str
    value: str
    tone: str = "quiet"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """`meaning` is the sentence; `nothing` says why there is no chart. `items` are single jobs."""

    meaning: str
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    nothing: str = ""
    items: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """`metric` names the file with the same figures. `answer` is None where the database gave up."""

    name: str
    question: str
    metric: str
    answer: Answer | None
    is_wide: bool = False


def day(text: str) -> str:
    """`2026-03-02` -> `2 Mar`."""
    found = date.fromisoformat(text)
    return f"{found.day} {found:%b}"


def highest(values: Sequence[float | None]) -> int | None:
    """The place of the first of the highest; None where nothing is above 0."""
    top = max((value for value in values if value is not None), default=0)
    return values.index(top) if top > 0 else None
