"""A card's picture at one size, kept once it was made."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from generation.models.card import Card

PORTRAIT, THUMBNAIL = "portrait", "thumbnail"
SIZES = {PORTRAIT: (400, 600), THUMBNAIL: (256, 384)}
"""Width and height in pixels."""


class Rendition(models.Model):
    """`source` (hex) says what it was made of: made anew where the card has another picture, name or tone since."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="renditions", db_index=False)
    size = models.CharField(max_length=10, choices=[(size, size) for size in SIZES])
    source = models.CharField(max_length=32)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["card", "size"], name="rendition_once")]

    def __str__(self) -> str:
        return f"{self.size} of {self.card_id}"
