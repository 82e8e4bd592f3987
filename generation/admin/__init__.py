"""Generation in the console."""

from generation.admin.assets import AssetAdmin
from generation.admin.cards import CardAdmin

__all__ = ["AssetAdmin", "CardAdmin"]
