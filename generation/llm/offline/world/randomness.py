"""Repeatable chance: the same labels give the same generator on every machine and in every process."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def seeded(*labels: object) -> random.Random:
    """A generator of its own for these labels (never `hash()`, which differs between processes)."""
    text = "\x1f".join(str(label) for label in labels)
    return random.Random(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())


def deck(items: Sequence[T], rng: random.Random) -> Iterator[T]:
    """All items in random order, then again in another, for ever; never one twice in a row."""
    last: T | None = None
    while items:
        order = rng.sample(items, len(items))
        if len(order) > 1 and order[0] == last:
            order.append(order.pop(0))
        yield from order
        last = order[-1]
