"""A sequence that is written as far as it is asked for."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Growing(Generic[T]):
    """Keeps what `source` gave. The pieces of one card are answered in threads of their own and share it."""

    def __init__(self, source: Iterator[T]) -> None:
        self._source = source
        self._there: list[T] = []
        self._lock = Lock()

    def first(self, count: int) -> tuple[T, ...]:
        """At most as many as the source has."""
        with self._lock:
            self._there += itertools.islice(self._source, max(0, count - len(self._there)))
            return tuple(self._there[:count])
