"""A chat of one person with one bot."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

import uuid_utils.compat as uuid
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from generation.models.speaker import Speaker

TITLE_LENGTH = 200
NOTICE_LENGTH = 300
MODEL_LENGTH = 120


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def owned_by(self, owner_id: UUID) -> ConversationQuerySet:
        return self.filter(owner_id=owner_id)

    def open(self) -> ConversationQuerySet:
        return self.filter(closed_at__isnull=True)

    def locked(self) -> ConversationQuerySet:
        """Nobody else changes them before the caller's transaction ends; with who speaks in them."""
        return self.select_for_update(of=("self",)).select_related("bot")


class Conversation(models.Model):
    """Open until `closed_at`; an owner has one open one at a time, by `conversation_open_once`.

    `notice` says why it was closed. `model` "" and `temperature` null are the site's own; `max_cost_nano`, in
    billionths of a dollar, caps each turn. `greeting` is the index of the one it began with, 0 for `first_mes`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid7, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conversations", db_index=False
    )
    bot = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="conversations")
    title = models.CharField(max_length=TITLE_LENGTH, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    notice = models.CharField(max_length=NOTICE_LENGTH, blank=True)
    model = models.CharField(max_length=MODEL_LENGTH, blank=True)
    temperature = models.FloatField(null=True, blank=True)
    max_cost_nano = models.BigIntegerField(null=True, blank=True, help_text="Cap of a turn in billionths of a dollar.")
    greeting = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-updated_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner"], name="conversation_open_once", condition=Q(closed_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(temperature__isnull=True) | Q(temperature__gte=0, temperature__lte=2),
                name="conversation_temperature",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "-updated_at", "-id"], name="conversation_of_owner")]

    def __str__(self) -> str:
        return self.title or str(self.pk)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
