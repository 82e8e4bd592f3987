"""Where the jobs of a graph stand: layers from left to right, and lines that go between the jobs, not behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias
from uuid import UUID

# Pixels of the picture's own space.
WIDTH, HEIGHT, ACROSS, BETWEEN, MARGIN = 208, 56, 56, 16, 8

# From what is waited for to what waits.
Edge: TypeAlias = tuple[UUID, UUID]
# A job, or the place in a layer that is left free for a line that passes it.
Spot: TypeAlias = UUID | tuple[Edge, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """`places` are the left upper corners of the jobs, in the order of reading; `paths` are what SVG draws of edges."""

    places: dict[UUID, tuple[int, int]]
    paths: dict[Edge, str]
    width: int
    height: int


def layout(jobs: Sequence[UUID], edges: Sequence[Edge]) -> Layout:
    """`edges` are between `jobs`, without a circle."""
    layers = _layers(jobs, edges)
    ways = {edge: _way(edge, layers) for edge in edges}
    columns = _columns(jobs, layers, ways)
    places = _places(columns)
    tallest = max(map(len, columns))
    return Layout(
        places={spot: places[spot] for column in columns for spot in column if isinstance(spot, UUID)},
        paths={edge: _path([places[spot] for spot in way]) for edge, way in ways.items()},
        width=len(columns) * (WIDTH + ACROSS) - ACROSS + 2 * MARGIN,
        height=tallest * (HEIGHT + BETWEEN) - BETWEEN + 2 * MARGIN,
    )


def _layers(jobs: Sequence[UUID], edges: Sequence[Edge]) -> dict[UUID, int]:
    """To the right of all that a job waits for; what waits for nothing, as near as can be to what waits for it."""
    before: dict[UUID, list[UUID]] = {job: [] for job in jobs}
    after: dict[UUID, list[UUID]] = {job: [] for job in jobs}
    for upstream, job in edges:
        before[job].append(upstream)
        after[upstream].append(job)
    layers: dict[UUID, int] = {}
    for job in jobs:
        _depth(job, before, layers)
    near = {job: min(layers[each] for each in after[job]) - 1 for job in jobs if after[job] and not before[job]}
    return layers | near


def _depth(job: UUID, before: Mapping[UUID, Sequence[UUID]], layers: dict[UUID, int]) -> int:
    """How many edges the longest way to `job` has."""
    if job not in layers:
        layers[job] = 1 + max((_depth(each, before, layers) for each in before[job]), default=-1)
    return layers[job]


def _way(edge: Edge, layers: Mapping[UUID, int]) -> list[Spot]:
    """From one end to the other, by a free place in each layer between them."""
    start, end = edge
    return [start, *((edge, layer) for layer in range(layers[start] + 1, layers[end])), end]


def _columns(jobs: Sequence[UUID], layers: Mapping[UUID, int], ways: Mapping[Edge, Sequence[Spot]]) -> list[list[Spot]]:
    """In each layer, everything near what its lines lead to: ordered once from the left and once from the right."""
    columns: list[list[Spot]] = [[] for _ in range(max(layers.values()) + 1)]
    for job in sorted(jobs):
        columns[layers[job]].append(job)
    left: dict[Spot, list[Spot]] = {}
    right: dict[Spot, list[Spot]] = {}
    for way in ways.values():
        for spot in way[1:-1]:
            columns[layers[way[0]] + way.index(spot)].append(spot)  # type: ignore[index]  # a way begins with a job
        for one, next_one in pairwise(way):
            right.setdefault(one, []).append(next_one)
            left.setdefault(next_one, []).append(one)
    rows: dict[Spot, float] = {}
    for ordered, beside in ((columns, left), (columns[::-1], right), (columns, left)):
        for column in ordered:
            _sort(column, beside, rows)
    return columns


def _sort(column: list[Spot], beside: Mapping[Spot, Sequence[Spot]], rows: dict[Spot, float]) -> None:
    """By the middle of what stands beside each; what has nothing there keeps its row."""
    column.sort(key=lambda spot: _middle((rows[each] for each in beside.get(spot, ())), rows.get(spot, 0.0)))
    rows.update({spot: row - (len(column) - 1) / 2 for row, spot in enumerate(column)})


def _middle(rows: Iterable[float], otherwise: float) -> float:
    found = list(rows)
    return sum(found) / len(found) if found else otherwise


def _places(columns: Sequence[Sequence[Spot]]) -> dict[Spot, tuple[int, int]]:
    tallest = max(map(len, columns))
    return {
        spot: (
            MARGIN + number * (WIDTH + ACROSS),
            MARGIN + row * (HEIGHT + BETWEEN) + (tallest - len(column)) * (HEIGHT + BETWEEN) // 2,
        )
        for number, column in enumerate(columns)
        for row, spot in enumerate(column)
    }


def _path(corners: Sequence[tuple[int, int]]) -> str:
    """From the right side of the first to the left side of the last, straight through the places between."""
    drawn = f"M{corners[0][0] + WIDTH} {corners[0][1] + HEIGHT // 2}"
    for (left, top), (right, bottom) in pairwise(corners):
        x, y, bend = left + WIDTH, bottom + HEIGHT // 2, ACROSS // 2
        drawn += f"C{x + bend} {top + HEIGHT // 2} {right - bend} {y} {right} {y}"
        if (right, bottom) != corners[-1]:
            drawn += f"H{right + WIDTH}"
    return drawn
