"""Generation in the console."""

from generation.admin.cards import CardAdmin

__all__ = ["CardAdmin"]
