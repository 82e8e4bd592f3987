"""Lists of words written as one string."""

from __future__ import annotations


def phrases(text: str) -> tuple[str, ...]:
    """`phrases("salt, wet rope")` -> ("salt", "wet rope"); newlines count as spaces."""
    return tuple(" ".join(part.split()) for part in text.split(",") if part.strip())


def words(text: str) -> tuple[str, ...]:
    """`words("salt rope")` -> ("salt", "rope")."""
    return tuple(text.split())
