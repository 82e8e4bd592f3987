"""The bytes of a document."""

from __future__ import annotations

from django.db import models

from generation.models.document import Document


class DocumentContent(models.Model):
    """`content` as it came. Apart from `Document`, for SQLite writes a whole row again when one column changes."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, primary_key=True, related_name="stored")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"Content of {self.document_id}"
