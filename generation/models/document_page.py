"""A part of a document's text."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from generation.models.document import Document

PAGE_CHARACTERS = 64 * 1024


class DocumentPage(models.Model):
    """`PAGE_CHARACTERS` characters of the text from character `start` on; the last page has what is left.

    The text is kept once, here, and its chunks are spans of it: each is found in one or two rows, whatever the length
    of the document.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="pages", db_index=False)
    start = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering: ClassVar = ["document", "start"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "start"], name="document_page_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} from {self.start}"
