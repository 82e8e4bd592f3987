"""Who speaks in a conversation: a person, or a bot."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

import uuid_utils.compat as uuid
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from generation.models.card import Card

NAME_LENGTH = 200


class SpeakerQuerySet(models.QuerySet["Speaker"]):
    def owned_by(self, owner_id: UUID) -> SpeakerQuerySet:
        return self.filter(owner_id=owner_id)


class Speaker(models.Model):
    """An owner has one of themself, one assistant, and one character for each card they talk with.

    A character whose card was deleted keeps its name; its conversations can be read but not gone on with.
    """

    class Kind(models.TextChoices):
        PERSON = "person"
        ASSISTANT = "assistant"
        CHARACTER = "character"

    id = models.UUIDField(primary_key=True, default=uuid.uuid7, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="speakers", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    card = models.ForeignKey(Card, on_delete=models.SET_NULL, null=True, blank=True, related_name="speakers")
    name = models.CharField(max_length=NAME_LENGTH)
    created_at = models.DateTimeField(default=timezone.now)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "kind"], name="speaker_once_of_kind", condition=~Q(kind="character")
            ),
            models.UniqueConstraint(
                fields=["owner", "card"], name="speaker_once_per_card", condition=Q(card__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(kind="character") | Q(card__isnull=True), name="speaker_with_card_is_character"
            ),
        ]
        # The owner's whole list, as the account's end asks for it; those of the constraints hold only some rows.
        indexes: ClassVar = [models.Index(fields=["owner", "id"], name="speaker_of_owner")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_gone(self) -> bool:
        """A character without its card."""
        return self.kind == self.Kind.CHARACTER and self.card_id is None
