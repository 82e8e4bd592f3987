"""A document's parts as results come back: some with one, some with the cause why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """Characters `start` (inclusive) to `end` (exclusive) of the document; a gap where `result` is None.

    `result` is what `Asked.located` made of the model's answer; a gap has its cause in `error`, and the class of it.
    """

    index: int
    start: int
    end: int
    result: Mapping[str, Any] | None = None
    error: str = ""
    error_class: str = ""

    @property
    def length(self) -> int:
        """Characters."""
        return self.end - self.start


def finished(parts: Iterable[Part]) -> list[tuple[Part, Mapping[str, Any]]]:
    """Those with a result, in the document's order."""
    in_order = sorted(parts, key=lambda part: part.index)
    return [(part, part.result) for part in in_order if part.result is not None]


def gaps(parts: Iterable[Part]) -> list[Part]:
    """Those without, in the document's order."""
    return [part for part in sorted(parts, key=lambda part: part.index) if part.result is None]


def listed(parts: Iterable[tuple[Part, Mapping[str, Any]]], name: str) -> list[dict[str, Any]]:
    """The findings under `name` of all results, each with the index of its `part`."""
    return [{**finding, "part": part.index} for part, result in parts for finding in _items(result, name)]


def _items(result: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    """An older version may have stored something else."""
    found = result.get(name)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []
