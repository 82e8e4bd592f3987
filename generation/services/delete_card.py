"""Deleting a card."""

from __future__ import annotations

from uuid import UUID

from generation.models import Card


def delete_card(owner_id: UUID, card_id: UUID) -> None:
    """Delete one of the owner's cards; its job stays. Card.DoesNotExist for one that is missing or not theirs."""
    Card.objects.owned_by(owner_id).get(pk=card_id).delete()
