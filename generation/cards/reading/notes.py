"""What was changed and what was left out while a card was read, in sentences."""

from __future__ import annotations

from generation.cards.reading.limits import MESSAGES


class Notes:
    """`warnings`: what was mended or is odd; `losses`: what was there and is not taken over."""

    def __init__(self) -> None:
        self._warnings: dict[str, None] = {}
        self._losses: dict[str, None] = {}

    def warn(self, sentence: str) -> None:
        self._warnings[sentence] = None

    def lose(self, sentence: str) -> None:
        self._losses[sentence] = None

    def add(self, other: Notes) -> None:
        self._warnings |= other._warnings
        self._losses |= other._losses

    @property
    def warnings(self) -> list[str]:
        return _listed(self._warnings)

    @property
    def losses(self) -> list[str]:
        return _listed(self._losses)


def _listed(sentences: dict[str, None]) -> list[str]:
    """All of them, or the first and how many more there are."""
    told = list(sentences)
    if len(told) <= MESSAGES:
        return told
    return [*told[:MESSAGES], f"And {len(told) - MESSAGES:,} more of the kind."]
