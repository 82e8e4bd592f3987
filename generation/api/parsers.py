"""The two ways a card file is sent: as the JSON body, or as `file` of a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.parsers import BaseParser, DataAndFiles, MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from generation.cards.reading.limits import DOCUMENT_BYTES
from generation.services.upload_limits import is_too_long

_BODY = "body"


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE

    def __init__(self, limit: int, instead: str = "send a smaller one") -> None:
        super().__init__(f"The body is larger than {limit:,} bytes; {instead}.")


class CardJson(BaseParser):
    """The body as it is: strangers' JSON has quirks that the card reader knows about."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, bytes]:
        body = stream.read(DOCUMENT_BYTES + 1)
        if len(body) > DOCUMENT_BYTES:
            raise TooLarge(DOCUMENT_BYTES)
        return {_BODY: body}


class CardForm(MultiPartParser):
    """A form of at most `CARD_UPLOAD_MAX_BYTES`: looked at before it is read."""

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> DataAndFiles[Any, Any]:
        request = (parser_context or {}).get("request")
        if request is not None and is_too_long(request.META):
            raise TooLarge(settings.CARD_UPLOAD_MAX_BYTES)
        return super().parse(stream, media_type, parser_context)


def is_body(request: Request) -> bool:
    """Whether the card is the body itself; a form's fields are texts."""
    return isinstance(request.data, dict) and isinstance(request.data.get(_BODY), bytes)


def sent_file(request: Request) -> bytes:
    """The content that was sent either way; ValidationError for a form without just one `file`."""
    if isinstance(request.data, dict) and is_body(request):
        return bytes(request.data[_BODY])
    if unknown := [name for name in request.data if name != "file"]:
        raise ValidationError({name[:200]: ["Unknown field; send only `file`."] for name in unknown})
    files = request.FILES.getlist("file")
    if len(files) != 1:
        limit = settings.CARD_UPLOAD_MAX_BYTES
        raise ValidationError({"file": [f"Send one card of at most {limit:,} bytes as a file under this name."]})
    (file,) = files
    content: bytes = file.read()
    return content
