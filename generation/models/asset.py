"""A file that belongs to a card: its picture, or anything else the V3 standard calls an asset."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

import uuid_utils.compat as uuid
from django.conf import settings
from django.db import models
from django.utils import timezone

from generation.models.card import Card

TYPE_LENGTH = 64
NAME_LENGTH = 200
EXT_LENGTH = 32


class AssetQuerySet(models.QuerySet["Asset"]):
    def owned_by(self, owner_id: UUID) -> AssetQuerySet:
        return self.filter(owner_id=owner_id)

    def for_lists(self) -> AssetQuerySet:
        """Without the bytes."""
        return self.defer("content")


class Asset(models.Model):
    """`type`, `name` and `ext` as the V3 standard means them; no `card` is an upload that nothing uses yet.

    `content` is `size` bytes with the SHA-256 `sha256` (hex). Kept in the database, as jobs keep their files: every
    host reaches it, no address leads to it but ours, and it goes when its card or its owner goes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assets", db_index=False)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, null=True, blank=True, related_name="assets")
    type = models.CharField(max_length=TYPE_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH)
    ext = models.CharField(max_length=EXT_LENGTH)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    objects = AssetQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["owner", "size"], name="asset_size_of_owner")]

    def __str__(self) -> str:
        return f"{self.name}.{self.ext}"
