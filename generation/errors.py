"""Every error of this app's own; those of model calls are in `generation.llm.errors`.

GenerationError
├── AssetRefused     a file is empty, too large, or more than its owner may keep
├── InvalidCard      a card breaks the standard it is to be written in
├── NotACard         a file that was sent is no card (generation.cards.reading.errors)
├── TooFewEntries    the model planned or wrote fewer pieces than asked for, twice
└── UnreadableCard   what is kept of a card does not fit the standard any more
"""

from __future__ import annotations

from collections.abc import Sequence


class GenerationError(Exception):
    """Base of all errors of this app."""


class AssetRefused(GenerationError):
    """The message says what is wrong and how to mend it."""


class InvalidCard(GenerationError):
    """`faults` are sentences that begin with the path of the field."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


class TooFewEntries(GenerationError):
    def __init__(self, what: str, wanted: int, got: int) -> None:
        super().__init__(f"The model gave {got} of {wanted} {what}.")


class UnreadableCard(GenerationError):
    """A row that an older or newer version wrote."""

    def __init__(self) -> None:
        super().__init__("This card's data does not fit the standard any more; it can be read but not exported.")
