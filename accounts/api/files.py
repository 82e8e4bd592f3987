"""Files as answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header


def attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to be kept, never shown: what it holds may be hostile, whatever its type says."""
    response = HttpResponse(content, content_type=media_type)
    _keep(response, name)
    return response


def attached_in_pieces(
    request: HttpRequest, pieces: Iterator[str], media_type: str, name: str
) -> StreamingHttpResponse:
    """The same for a text of any length, sent as it is made."""
    content = _one_by_one(pieces) if isinstance(request, ASGIRequest) else pieces
    response = StreamingHttpResponse(content, content_type=media_type)
    _keep(response, name)
    return response


def _keep(response: HttpResponseBase, name: str) -> None:
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"


async def _one_by_one(pieces: Iterator[str]) -> AsyncIterator[str]:
    """Made in the thread where the database may be asked."""
    while (piece := await sync_to_async(_following)(pieces)) is not None:
        yield piece


def _following(pieces: Iterator[str]) -> str | None:
    return next(pieces, None)
