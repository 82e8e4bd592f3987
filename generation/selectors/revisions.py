"""What a card said over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from generation.cards.differences import Difference, differences, fields_changed
from generation.cards.word_matching import Patience
from generation.models import Card, CardRevision
from generation.models.card_revision import REASONS


@dataclass(frozen=True, slots=True)
class Revision:
    """`changed` names the fields that are not as in the one before; `is_current` what the card says now."""

    number: int
    reason: str
    created_at: datetime
    changed: list[str]
    is_current: bool
    data: dict[str, Any]
    before: dict[str, Any] | None
    patience: Patience

    @property
    def words(self) -> str:
        return REASONS.get(self.reason, self.reason)

    @property
    def differences(self) -> list[Difference]:
        return differences(self.before, self.data, self.patience) if self.before is not None else []


def revisions_of(card: Card) -> list[Revision]:
    """Oldest first; at least one, which is what the card says now."""
    rows = list(CardRevision.objects.filter(card=card).order_by("number")) or [
        CardRevision(card=card, number=1, reason="made", data=card.data, created_at=card.updated_at)
    ]
    newest, patience = rows[-1], Patience()  # of a whole page
    return [
        _revision(row, before, patience, is_current=row is newest) for before, row in pairwise([None, *rows]) if row
    ]


def describe_revision(card: Card, revision: Revision) -> dict[str, Any]:
    base = f"/api/v1/generation/cards/{card.pk}/revisions/{revision.number}"
    return {
        "number": revision.number,
        "reason": revision.reason,
        "created_at": revision.created_at,
        "changed": revision.changed,
        "is_current": revision.is_current,
        "links": {"self": base, "restore": f"{base}/restore"},
    }


def _revision(row: CardRevision, before: CardRevision | None, patience: Patience, *, is_current: bool) -> Revision:
    changed = fields_changed(before.data, row.data) if before else []
    old = before.data if before else None
    return Revision(row.number, row.reason, row.created_at, changed, is_current, row.data, old, patience)
