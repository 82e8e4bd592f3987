"""The roll-ups that metrics read: brought up to date, made anew, and checked."""

from __future__ import annotations

from collections.abc import Iterator

from jobs.queue.rollups.check import Difference, differences
from jobs.queue.rollups.check import through as rolled_up_through
from jobs.queue.rollups.making import rebuild as make_anew
from jobs.queue.rollups.making import step

__all__ = ["Difference", "catch_up", "differences", "make_anew", "rolled_up_through"]


def catch_up() -> Iterator[int]:
    """Step after step until nothing is left to do; how many so far. As workers do, and beside them."""
    made = 0
    while step():
        made += 1
        yield made
