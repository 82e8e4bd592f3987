"""What becomes of a person's cards when the account is exported; deleting it takes them along by cascade."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from accounts.models import User
from generation.models import Card, CardRevision
from generation.selectors.assets import describe_assets


def export_cards_of(user: User) -> Iterator[dict[str, Any]]:
    """Every card of `user` as plain values, newest first; its files by what they are and where to take them from.

    Revisions come whole; a card that was never changed has none.
    """
    fields = ("id", "name", "data", "options", "created_at", "updated_at")
    for card in Card.objects.owned_by(user.pk).values(*fields).iterator(chunk_size=100):
        revisions = CardRevision.objects.filter(card_id=card["id"]).order_by("number")
        told = list(revisions.values("number", "reason", "created_at", "data"))
        yield {**card, "assets": describe_assets(card["id"]), "revisions": told}
