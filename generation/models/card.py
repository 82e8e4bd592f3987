"""A character card, kept as the data of the V3 standard."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

import uuid_utils.compat as uuid
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.utils import timezone

NAME_LENGTH = 200
SUMMARY_LENGTH = 300
NO_AVATAR = "none"


class CardQuerySet(models.QuerySet["Card"]):
    def owned_by(self, owner_id: UUID) -> CardQuerySet:
        return self.filter(owner_id=owner_id)

    def matching(self, words: str) -> CardQuerySet:
        """Those with every word in their name or summary."""
        found = self
        for word in words.split():
            found = found.filter(Q(name__icontains=word) | Q(summary__icontains=word))
        return found

    def for_lists(self) -> CardQuerySet:
        """Without the wide columns, with tags."""
        return self.defer("data", "options").annotate(avatar=KT("options__avatar")).prefetch_related("tag_rows")


class Card(models.Model):
    """`job_id` is the job that made it; that job may be deleted before the card is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cards", db_index=False)
    job_id = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    name = models.CharField(max_length=NAME_LENGTH)
    summary = models.CharField(max_length=SUMMARY_LENGTH, blank=True, help_text="What a list says about it.")
    spec = models.CharField(max_length=4, default="both", help_text="The standards its PNG carries: v2, v3 or both.")
    tone = models.CharField(max_length=16, default="neutral", help_text="Sets the colours of its portrait.")
    lore_entries = models.PositiveIntegerField(default=0)
    data = models.JSONField()
    options = models.JSONField(default=dict, help_text="Everything it was made with, defaults included.")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = CardQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="card_of_owner")]

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_drawn(self) -> bool:
        """Whether it gets a picture where it has none of its own: not one that was asked to have none."""
        if "options" in self.get_deferred_fields():
            return getattr(self, "avatar", None) != NO_AVATAR
        return not (isinstance(self.options, dict) and self.options.get("avatar") == NO_AVATAR)

    @property
    def tags(self) -> list[str]:
        return sorted(tag.name for tag in self.tag_rows.all())
