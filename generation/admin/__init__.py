"""Generation in the console."""

from generation.admin.assets import AssetAdmin
from generation.admin.cards import CardAdmin
from generation.admin.documents import DocumentAdmin

__all__ = ["AssetAdmin", "CardAdmin", "DocumentAdmin"]
