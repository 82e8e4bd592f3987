"""The document that an address names, and what may be wrong with one, as answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError

from accounts.models import User
from generation.api.document_parsers import FileTooLarge
from generation.api.received import ReceivedFile
from generation.documents.reading.errors import Unreadable
from generation.errors import DocumentInUse, DocumentRefused, DocumentTooLarge
from generation.models import Document, DocumentContent
from generation.services.documents import Stored, store_document


class InUse(APIException):
    status_code = status.HTTP_409_CONFLICT


class NotRead(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "This document has not been read yet; its text is here once a job has worked on it."


@contextmanager
def missing_is_404() -> Iterator[None]:
    try:
        yield
    except (Document.DoesNotExist, DocumentContent.DoesNotExist):
        raise Http404 from None


@contextmanager
def refused_by_field(field: str) -> Iterator[None]:
    """422 for what cannot be kept or read, 413 for too much, 409 for what jobs still need."""
    try:
        yield
    except DocumentTooLarge:
        raise FileTooLarge from None
    except (DocumentRefused, Unreadable) as refused:
        raise ValidationError({field: [str(refused)]}) from None
    except DocumentInUse as needed:
        raise InUse(str(needed)) from None


def kept(user: User, *, file: UploadedFile[bytes] | None = None, text: str = "", name: str = "") -> Stored:
    """The document that was sent, as a file or as text, now kept."""
    if file is None:
        with refused_by_field("text"):
            return store_document(user.pk, name, text)
    with refused_by_field("file"):
        if isinstance(file, ReceivedFile):
            return store_document(user.pk, name or file.name or "", file.content, sha256=file.sha256)
        return store_document(user.pk, name or file.name or "", file.read())
