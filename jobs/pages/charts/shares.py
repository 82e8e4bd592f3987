"""One bar that is the whole, and what shares of it there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from jobs.pages.charts.bars import Part, parts


@dataclass(frozen=True, slots=True)
class Share:
    """`figure` is how much, written."""

    tone: str
    name: str
    value: float
    figure: str


@dataclass(frozen=True, slots=True)
class Shares:
    """`parts` leave out what is nothing, `shares` name it all the same. `answer` is the tone
    of the one that is asked for."""

    title: str
    parts: tuple[Part, ...]
    shares: tuple[Share, ...]
    answer: str
    template: ClassVar[str] = "dashboard/shares.html"


def shares(title: str, found: Sequence[Share], *, answer: str) -> Shares:
    """In the order given."""
    whole = sum(share.value for share in found)
    return Shares(title, parts([(share.tone, share.value) for share in found], whole), tuple(found), answer)
