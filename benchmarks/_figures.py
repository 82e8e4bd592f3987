"""Samples of several variants taken in turns, their medians, and their ratios to one of them."""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from _site import OUT

# Names of figures with their values; None where a machine cannot tell.
Sample = Mapping[str, float | None]
Row = dict[str, Any]


def interleaved(variants: Mapping[str, Callable[[], Sample]], rounds: int) -> dict[str, list[Sample]]:
    """A B C A B C: the machine's moods fall on all alike. Says on stderr what it does."""
    samples: dict[str, list[Sample]] = {name: [] for name in variants}
    for number in range(rounds):
        for name, take in variants.items():
            sample = take()
            samples[name].append(sample)
            told = "  ".join(f"{figure} {value:,.6g}" for figure, value in sample.items() if value is not None)
            print(f"round {number + 1}/{rounds}  {name}: {told}", file=sys.stderr, flush=True)
    return samples


def median(values: Iterable[float | None]) -> float | None:
    """Of those that were measured; None when none was."""
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def ratio(samples: Sequence[Sample], baseline: Sequence[Sample], figure: str) -> float | None:
    """The median over the rounds of one variant's figure by the other's in the same round."""
    pairs = zip((each.get(figure) for each in samples), (each.get(figure) for each in baseline), strict=True)
    return median(mine / other for mine, other in pairs if mine is not None and other)


def rows_of(samples: Mapping[str, Sequence[Sample]], figure: str, baseline: str, **common: Any) -> list[Row]:
    """One row a variant: `figure` with its range and its ratio to `baseline`, then the medians of its other figures."""
    rows = []
    for name, taken in samples.items():
        values = [value for each in taken if (value := each.get(figure)) is not None]
        row = {**common, "variant": name, figure: median(values), "least": min(values), "most": max(values)}
        row[f"x {baseline}"] = ratio(taken, samples[baseline], figure)
        others = dict.fromkeys(other for each in taken for other in each if other != figure)
        rows.append(row | {other: median(each.get(other) for each in taken) for other in others})
    return rows


def table(rows: Sequence[Row]) -> str:
    """Columns aligned, numbers to three or more digits."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    cells = [columns, *([_cell(row.get(column)) for column in columns] for row in rows)]
    widths = [max(len(row[index]) for row in cells) for index in range(len(columns))]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def publish(name: str, rows: Sequence[Row], **kept: Any) -> None:
    """Print `rows`, and write them with `kept` (samples, options) to benchmarks/out/NAME.json."""
    machine = {"processors": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"benchmark": name, "machine": machine, "rows": rows, **kept}, indent=2)
    (OUT / f"{name}.json").write_text(text + "\n")
    print(table(rows))
