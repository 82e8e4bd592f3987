"""Reading cards that others wrote: every version and container of the standards, within limits."""

from generation.cards.reading.read import Card, read_card

__all__ = ["Card", "read_card"]
