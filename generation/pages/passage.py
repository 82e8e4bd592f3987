"""One text of a card as a field of a form."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """`name` is a path such as `alternate_greetings.0` or `character_book.3.keys`; one of one row is a line.

    One with `choices`, values with their labels, is chosen; one that `is_more` folds away.
    """

    name: str
    label: str
    value: str
    rows: int
    group: str
    help: str = ""
    error: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_more: bool = False

    @property
    def id(self) -> str:
        return f"passage-{self.name.replace('.', '-')}"


def plain(text: str) -> str:
    """Line ends as a browser sends them back."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split(typed: str) -> list[str]:
    """Words that are separated by commas."""
    return [item.strip() for item in typed.split(",") if item.strip()]
