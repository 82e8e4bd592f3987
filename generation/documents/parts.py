"""A document's parts as results come back: some with one, some with the cause why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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


# In the document's order. They may be read from a database page by page, so whatever takes them takes each once, keeps
# none longer than it must, and asks for nothing but iteration.
Parts = Iterable[Part]


def finished(parts: Parts) -> Iterator[tuple[Part, Mapping[str, Any]]]:
    """Those with a result."""
    for part in parts:
        if part.result is not None:
            yield part, part.result


def listed(parts: Iterable[tuple[Part, Mapping[str, Any]]], name: str) -> Iterator[dict[str, Any]]:
    """The findings under `name` of all results, each with the index of its `part`."""
    for part, result in parts:
        for finding in items(result, name):
            yield {**finding, "part": part.index}


def items(result: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """What a result has under `name`; nothing where an older version stored something else."""
    found = result.get(name)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []
