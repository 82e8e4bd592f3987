"""A card's tag, as a row, so that lists filter on it in SQL."""

from typing import ClassVar

from django.db import models

from generation.models.card import Card

TAG_LENGTH = 40


class CardTag(models.Model):
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="tag_rows", db_index=False)
    name = models.CharField(max_length=TAG_LENGTH)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["card", "name"], name="card_tag_once")]
        indexes: ClassVar = [models.Index(fields=["name", "card"], name="card_tag_name")]

    def __str__(self) -> str:
        return self.name
