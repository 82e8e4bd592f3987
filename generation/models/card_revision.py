"""What a card said at one time."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from generation.models.card import Card

REASONS = {"made": "made", "edited": "edited by hand", "restored": "restored"}


class CardRevision(models.Model):
    """Numbered per card from 1; the newest is what the card says now. A card that was never changed has none."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=10, choices=list(REASONS.items()))
    data = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["card", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["card", "number"], name="card_revision_once")]

    def __str__(self) -> str:
        return f"{self.card_id} {self.number}"
