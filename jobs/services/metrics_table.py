"""Metrics as a table for spreadsheets, which must not take a cell for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

# Where the rows of a metric are; of the others each figure is a row of its own.
ROWS = {"categories": "categories", "weekly": "weeks", "productivity-trends": "days"}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(metric: str, measured: Mapping[str, Any]) -> str:
    """The metric's rows with a line of names above them, lines ended by CR LF (RFC 4180); empty without rows."""
    rows = _rows(metric, measured)
    text = StringIO()
    if rows:
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows({name: escaped(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def escaped(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula, with an apostrophe before it; anything else as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(DANGEROUS) else value


def _rows(metric: str, measured: Mapping[str, Any]) -> list[dict[str, Any]]:
    if metric in ROWS:
        return list(measured[ROWS[metric]])
    if metric == "costs":
        return list(_cost_rows(measured))
    return [{"figure": name, "value": value} for name, value in _figures(measured)]


def _cost_rows(measured: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    labels = {"model": ("provider", "model"), "kind": ("kind",), "day": ("day",)}
    for by, names in labels.items():
        for row in measured[f"by_{by}"]:
            sums = {name: value for name, value in row.items() if name not in names}
            yield {"by": by, "name": "/".join(str(row[name]) for name in names)} | sums


def _figures(measured: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Every figure with its path, such as `wait_seconds.p50`."""
    for name, value in measured.items():
        if isinstance(value, Mapping):
            yield from _figures(value, f"{path}{name}.")
        elif isinstance(value, list):
            for row in value:
                label, *_ = row.values()
                yield from _figures({key: row[key] for key in list(row)[1:]}, f"{path}{name}.{label}.")
        else:
            yield f"{path}{name}", value
