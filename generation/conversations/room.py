"""The room of a model's context, given away in the order of what matters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


class Room:
    """So many `tokens`."""

    def __init__(self, tokens: int) -> None:
        self.left = tokens

    def take(self, tokens: int) -> bool:
        """Whether there was room for `tokens`, which are then taken."""
        if tokens > self.left:
            return False
        self.left -= tokens
        return True

    def first(self, items: Iterable[T], size: Callable[[T], int]) -> list[T]:
        """Of `items`, those up to the first for which there is no room: none is left out between others."""
        taken = []
        for item in items:
            if not self.take(size(item)):
                break
            taken.append(item)
        return taken
