"""Keeping documents, using them, and letting them go."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from generation.documents.reading.sniffing import sniff
from generation.errors import DocumentInUse, DocumentRefused, DocumentTooLarge
from generation.llm.cleaning import clean
from generation.models import Document, DocumentContent
from generation.models.document import NAME_LENGTH, DocumentQuerySet
from generation.services.unlogged import unlogged
from jobs.selectors.naming import live_jobs_naming

UNNAMED = "Untitled"
# The field of a job's payload that names the document it works on.
FIELD = "document_id"
# Documents that go in one transaction.
BATCH = 20


@dataclass(frozen=True, slots=True)
class Stored:
    """`is_new` is false where the owner had sent the same bytes before: that document stands, with its first name."""

    document: Document
    is_new: bool


def store_document(owner_id: UUID, name: str, content: bytes | str, *, sha256: str = "") -> Stored:
    """Keep `content`, whose `sha256` (hex) may be known already; text is kept as UTF-8. It is not read yet.

    DocumentRefused (DocumentTooLarge among them) for nothing, too much in one or in all; NotADocument for what is
    something else, NotRead for what nothing that is installed here reads.
    """
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    check_size(len(data))
    if data.isspace():
        raise DocumentRefused("The document is empty; send one with some text.")
    digest = sha256 or hashlib.sha256(data).hexdigest()
    if found := _again(owner_id, digest):
        return Stored(found, is_new=False)
    row = Document(owner_id=owner_id, name=_named(name), media_type=sniff(data), size_bytes=len(data), sha256=digest)
    _check_room(owner_id, len(data))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            with unlogged():
                DocumentContent(document=row, content=data).save(force_insert=True)
    except IntegrityError:  # the same bytes came twice at once
        if found := _again(owner_id, digest):
            return Stored(found, is_new=False)
        raise
    return Stored(row, is_new=True)


def check_size(size: int) -> None:
    """DocumentRefused for no bytes, DocumentTooLarge for more than `settings.DOCUMENT_UPLOAD_MAX_BYTES`."""
    most = settings.DOCUMENT_UPLOAD_MAX_BYTES
    if size == 0:
        raise DocumentRefused("The document is empty; send one with some text.")
    if size > most:
        raise DocumentTooLarge(f"The document has more than {most:,} bytes; send it in parts.")


def use_document(owner_id: UUID, document_id: UUID) -> Document:
    """One of the owner's documents, for a job that is entered in the caller's transaction.

    From here to the end of that transaction nobody deletes it. Document.DoesNotExist for one that is missing or not
    theirs.
    """
    document = Document.objects.owned_by(owner_id).select_for_update(no_key=True).get(pk=document_id)
    document.last_used_at = timezone.now()
    document.save(update_fields=["last_used_at"])
    return document


def delete_document(owner_id: UUID, document_id: UUID) -> None:
    """With its text. DocumentInUse while unfinished jobs need it; Document.DoesNotExist if missing or not theirs."""
    with transaction.atomic():
        document = Document.objects.owned_by(owner_id).select_for_update().get(pk=document_id)
        if jobs := _jobs_of(document).count():
            raise DocumentInUse(jobs)
        document.delete()


def count_unused() -> int:
    """Of documents that nobody used for `settings.DOCUMENT_RETENTION_DAYS`, those included that a job waits for."""
    return _unused().count()


def forget_unused() -> int:
    """Delete a batch of the documents that nobody used for so long; how many, 0 when none is left.

    One that a job waits for counts as used, and is looked at again as many days later.
    """
    while True:
        with transaction.atomic():
            found = list(_unused().order_by("last_used_at").select_for_update(skip_locked=True)[:BATCH])
            needed = {document.pk for document in found if _jobs_of(document).exists()}
            Document.objects.filter(pk__in=needed).update(last_used_at=timezone.now())
            gone = [document.pk for document in found if document.pk not in needed]
            Document.objects.filter(pk__in=gone).delete()
        if gone or not found:
            return len(gone)


def _unused() -> DocumentQuerySet:
    before = timezone.now() - timedelta(days=settings.DOCUMENT_RETENTION_DAYS)
    return Document.objects.filter(last_used_at__lt=before)


def _jobs_of(document: Document) -> QuerySet[Any]:
    return live_jobs_naming(document.owner_id, FIELD, str(document.pk))


def _again(owner_id: UUID, sha256: str) -> Document | None:
    """The document that has these bytes, used anew; None if there is none, or if it is being deleted."""
    found = Document.objects.owned_by(owner_id).filter(sha256=sha256)
    return found.first() if found.update(last_used_at=timezone.now()) else None


def _check_room(owner_id: UUID, size: int) -> None:
    most = settings.DOCUMENT_STORAGE_BYTES_PER_OWNER
    kept = Document.objects.owned_by(owner_id).aggregate(total=Sum("size_bytes"))["total"] or 0
    if kept + size > most:
        raise DocumentRefused(f"Your documents take {kept:,} bytes already, of {most:,}; delete some first.")


def _named(name: str) -> str:
    """On one line, of a length that is kept."""
    return " ".join(clean(name).split())[:NAME_LENGTH] or UNNAMED
