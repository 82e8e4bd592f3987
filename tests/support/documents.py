"""Documents for tests."""

from __future__ import annotations

from uuid import UUID

from generation.models import Document
from generation.services.documents import store_document

TEXT = "A short text. It has two sentences.\n"


def keep_document(owner_id: UUID, content: bytes | str = TEXT, name: str = "notes.txt") -> Document:
    """A stored document that nobody has read yet."""
    return store_document(owner_id, name, content).document
