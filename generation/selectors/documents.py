"""Documents as their owners and their jobs read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, Value
from django.db.models.functions import Greatest, Substr

from generation.models import Document, DocumentContent, DocumentPage
from generation.models.document import DocumentQuerySet
from generation.models.document_page import PAGE_CHARACTERS


def documents_of(owner_id: UUID, *, q: str = "") -> DocumentQuerySet:
    """The owner's documents for a list, newest first; `q` matches words of their names."""
    return Document.objects.owned_by(owner_id).matching(q)


def document_of(owner_id: UUID, document_id: UUID) -> Document:
    """One of the owner's documents; Document.DoesNotExist for one that is missing or not theirs."""
    return Document.objects.owned_by(owner_id).get(pk=document_id)


def content_of(document_id: UUID) -> bytes:
    """The bytes as they came; DocumentContent.DoesNotExist where there are none."""
    return bytes(DocumentContent.objects.get(pk=document_id).content)


def text_between(document_id: UUID, start: int, end: int) -> str:
    """Characters `start` to `end` (exclusive) of a text that was read, or as many of them as there are.

    Takes what it returns from the database and no more, whatever the length of the text.
    """
    wanted = end - start
    if start < 0 or wanted <= 0:
        return ""
    pages = DocumentPage.objects.filter(
        document_id=document_id, start__gt=start - PAGE_CHARACTERS, start__lt=end
    ).order_by("start")
    before = Greatest(Value(start) - F("start"), Value(0))
    return "".join(pages.values_list(Substr("text", before + 1, wanted), flat=True))[:wanted]


def text_of(document_id: UUID) -> str:
    """The whole of a text that was read: for splitting it."""
    pages = DocumentPage.objects.filter(document_id=document_id).order_by("start")
    return "".join(pages.values_list("text", flat=True).iterator(chunk_size=20))


def describe_documents(documents: Iterable[Document]) -> list[dict[str, Any]]:
    """A page of a list."""
    return [describe_document(document) for document in documents]


def describe_document(document: Document) -> dict[str, Any]:
    """A document for its owner. `text_length` is null until a job has read it."""
    base = f"/api/v1/documents/{document.pk}"
    return {
        "id": str(document.pk),
        "name": document.name,
        "media_type": document.media_type,
        "size_bytes": document.size_bytes,
        "sha256": document.sha256,
        "encoding": document.encoding,
        "text_length": document.text_length,
        "created_at": document.created_at,
        "read_at": document.read_at,
        "last_used_at": document.last_used_at,
        "links": {"self": base, "text": f"{base}/text", "content": f"{base}/content"},
    }
