"""Reading a document once, for the first job that needs its text."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from generation.documents.reading.decoding import Decoded
from generation.documents.reading.read import read_text
from generation.errors import MissingDocument
from generation.models import Document, DocumentContent, DocumentPage
from generation.models.document_page import PAGE_CHARACTERS
from generation.selectors.documents import content_of, document_of
from generation.services.unlogged import unlogged
from jobs.handlers import JobContext

# Rows that are sent to the database at once.
_ROWS = 32


async def read_document(ctx: JobContext, document_id: UUID) -> Document:
    """The document of this job's owner, its text kept in pages from now on; a second reading finds it there.

    MissingDocument for one that is gone, Unreadable for one that has no text that can be had.
    """
    try:
        document = await ctx.read(document_of, ctx.owner_id, document_id)
        if document.read_at is not None:
            return document
        content = await ctx.read(content_of, document_id)
    except (Document.DoesNotExist, DocumentContent.DoesNotExist):
        raise MissingDocument(document_id) from None
    seconds = min(settings.DOCUMENT_READ_SECONDS, ctx.seconds_left())
    decoded = await read_text(content, document.media_type, seconds=seconds)
    return await ctx.read(keep_text, document_id, decoded)


def keep_text(document_id: UUID, decoded: Decoded) -> Document:
    """Keep the text of a document, unless another job has done so meanwhile; MissingDocument when it is gone."""
    text = decoded.text
    with transaction.atomic():
        document = Document.objects.select_for_update(no_key=True).filter(pk=document_id).first()
        if document is None:
            raise MissingDocument(document_id)
        if document.read_at is not None:
            return document
        pages = (
            DocumentPage(document_id=document_id, start=start, text=text[start : start + PAGE_CHARACTERS])
            for start in range(0, len(text), PAGE_CHARACTERS)
        )
        with unlogged():
            DocumentPage.objects.bulk_create(pages, batch_size=_ROWS)
        document.text_length, document.encoding, document.read_at = len(text), decoded.encoding, timezone.now()
        document.save(update_fields=["text_length", "encoding", "read_at"])
    return document
