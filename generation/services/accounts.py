"""What an account's export holds of this app: cards, documents, conversations; deleting it takes them by cascade."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from accounts.models import User
from generation.models import Card, CardRevision, Conversation, Document, Utterance
from generation.selectors.assets import describe_assets
from generation.selectors.documents import describe_document


def export_cards_of(user: User) -> Iterator[dict[str, Any]]:
    """Every card of `user` as plain values, newest first; its files by what they are and where to take them from.

    Revisions come whole; a card that was never changed has none.
    """
    fields = ("id", "name", "data", "options", "created_at", "updated_at")
    for card in Card.objects.owned_by(user.pk).values(*fields).iterator(chunk_size=100):
        revisions = CardRevision.objects.filter(card_id=card["id"]).order_by("number")
        told = list(revisions.values("number", "reason", "created_at", "data"))
        yield {**card, "assets": describe_assets(card["id"]), "revisions": told}


def export_documents_of(user: User) -> Iterator[dict[str, Any]]:
    """Every document of `user`, newest first: what it is, and where to take the file and its text from."""
    for document in Document.objects.owned_by(user.pk).iterator(chunk_size=100):
        yield describe_document(document)


def export_conversations_of(user: User) -> Iterator[dict[str, Any]]:
    """Every conversation of `user`, the last spoken in first, with everything said in it, alternatives too."""
    fields = ("id", "title", "closed_at", "notice", "model", "temperature", "created_at", "updated_at")
    said = ("id", "parent_id", "position", "is_active", "speaker__kind", "speaker__name", "state", "text", "created_at")
    for conversation in Conversation.objects.owned_by(user.pk).values(*fields, "bot__name").iterator(chunk_size=100):
        utterances = Utterance.objects.filter(conversation_id=conversation["id"]).order_by("position", "id")
        told = conversation | {"bot": conversation.pop("bot__name")}
        yield told | {"utterances": [_said(row) for row in utterances.values(*said)]}


def _said(row: dict[str, Any]) -> dict[str, Any]:
    speaker = {"kind": row.pop("speaker__kind"), "name": row.pop("speaker__name")}
    return row | {"speaker": speaker}
