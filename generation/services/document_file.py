"""A document as the file it came as."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from accounts.api.files import attached
from generation.documents import kinds
from generation.selectors.documents import content_of, document_of

BYTES = "application/octet-stream"
# What no browser runs.
_PASSIVE = kinds.TEXTS | {kinds.PDF, kinds.DOCX}


def document_download(request: HttpRequest, owner_id: UUID, document_id: UUID) -> HttpResponseBase:
    """To be saved, never shown, or 304 to one who has it. DoesNotExist for one that is missing or not the owner's."""
    document = document_of(owner_id, document_id)
    headers = {"ETag": f'"{document.sha256}"', "Cache-Control": "private, no-cache"}
    known = HttpResponse(headers=headers)
    answer = get_conditional_response(request, etag=headers["ETag"], response=known)
    if answer is not None and answer is not known:
        return answer
    media_type = document.media_type if document.media_type in _PASSIVE else BYTES
    name = document.name.replace("/", "_").replace("\\", "_")
    file = attached(content_of(document.pk), media_type, name)
    file["Content-Security-Policy"] = "default-src 'none'; sandbox"
    for name, value in headers.items():
        file[name] = value
    return file
