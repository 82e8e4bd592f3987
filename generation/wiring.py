"""What this app tells the others at start-up."""

from __future__ import annotations

from accounts.hooks import on_export
from generation.kinds import KINDS
from generation.services.accounts import export_cards_of
from jobs.handlers import registry


def connect() -> None:
    """Register the kinds, and the cards in an account's export."""
    registry.register(*KINDS)
    on_export("cards", export_cards_of)
