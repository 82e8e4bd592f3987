"""What this app tells the others at start-up."""

from __future__ import annotations

from django.core.checks import register

from accounts.hooks import on_export
from generation.cards.checks import check_rating
from generation.checks import check_avatar_hook
from generation.kinds import KINDS
from generation.llm.checks import check_llm
from generation.services.accounts import export_cards_of
from jobs.handlers import registry


def connect() -> None:
    """Register the kinds, the checks of the settings, and the cards in an account's export."""
    registry.register(*KINDS)
    register(check_llm, "handlers")
    register(check_rating, "handlers")
    register(check_avatar_hook, "handlers")
    on_export("cards", export_cards_of)
