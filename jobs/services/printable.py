"""Text from elsewhere, for a terminal."""

from __future__ import annotations


def printable(text: str) -> str:
    """On one line, without what a terminal would obey: models and people wrote it."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
