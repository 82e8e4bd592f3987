"""What this app tells the others at start-up."""

from __future__ import annotations

from django.core.checks import register

from accounts.hooks import on_export
from generation.cards.checks import check_rating
from generation.checks import check_avatar_hook
from generation.conversations.checks import check_chat_models, check_chat_room
from generation.kinds import KINDS
from generation.llm.checks import check_llm
from generation.services.accounts import export_cards_of, export_conversations_of, export_documents_of
from generation.services.documents import count_unused, forget_unused
from jobs.handlers import Leftovers, on_prune, registry


def connect() -> None:
    """Register the kinds, the checks of the settings, what an account's export holds, and what is pruned."""
    registry.register(*KINDS)
    register(check_llm, "handlers")
    register(check_rating, "handlers")
    register(check_avatar_hook, "handlers")
    register(check_chat_room, "handlers")
    register(check_chat_models, "handlers")
    on_export("cards", export_cards_of)
    on_export("documents", export_documents_of)
    on_export("conversations", export_conversations_of)
    on_prune(Leftovers("documents that nobody used for long", count_unused, forget_unused))
