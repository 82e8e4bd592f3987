"""The same figures as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts; the first of each names it, the others are figures. `caption` says what they are of."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Numbers get their thousands apart, what is None a dash."""
    return Table(caption, tuple(head), tuple(tuple(_text(cell) for cell in row) for row in rows))


def _text(cell: object) -> str:
    match cell:
        case None:
            return "-"
        case int():
            return f"{cell:,}"
        case float():
            return f"{cell:,.2f}".rstrip("0").rstrip(".")
        case _:
            return str(cell)
