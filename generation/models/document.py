"""A document that a person keeps here, to be analysed as often as they like."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

import uuid_utils.compat as uuid
from django.conf import settings
from django.db import models
from django.utils import timezone

NAME_LENGTH = 200


class DocumentQuerySet(models.QuerySet["Document"]):
    def owned_by(self, owner_id: UUID) -> DocumentQuerySet:
        return self.filter(owner_id=owner_id)

    def matching(self, words: str) -> DocumentQuerySet:
        """Those with every word in their name."""
        found = self
        for word in words.split():
            found = found.filter(name__icontains=word)
        return found


class Document(models.Model):
    """`size_bytes` bytes with the SHA-256 `sha256` (hex), of which an owner has each once.

    Its text is read by the first job that needs it: `text_length` is characters and null until then, `encoding` is
    that of the bytes where they are text. The bytes are in `DocumentContent`, the text is in `DocumentPage`s: a row of
    this table stays small, so that lists and `last_used_at` cost nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid7, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="documents", db_index=False
    )
    name = models.CharField(max_length=NAME_LENGTH)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    encoding = models.CharField(max_length=40, blank=True)
    text_length = models.PositiveIntegerField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(default=timezone.now)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "sha256"], name="document_once_per_owner"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-id"], name="document_of_owner"),
            models.Index(fields=["last_used_at"], name="document_last_used"),
        ]

    def __str__(self) -> str:
        return self.name
