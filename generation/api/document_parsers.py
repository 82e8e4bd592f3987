"""The two ways a document is sent: as `file` of a form, or as `text` in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.parsers import BaseParser, DataAndFiles, MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.settings import api_settings

from generation.api.parsers import TooLarge
from generation.api.received import ReceiveHashed
from generation.services.upload_limits import is_too_long


class FileTooLarge(TooLarge):
    def __init__(self) -> None:
        super().__init__(settings.DOCUMENT_UPLOAD_MAX_BYTES, "send the document in parts, or its text alone")


class TextTooLarge(TooLarge):
    def __init__(self) -> None:
        super().__init__(
            settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
            "send the document as `file` of a form (multipart/form-data), of at most"
            f" {settings.DOCUMENT_UPLOAD_MAX_BYTES:,} bytes, or keep it once by POST /api/v1/documents and name its"
            " `document_id`",
        )


class DocumentJson(BaseParser):
    """As every JSON body is parsed; one that is too large is told the other ways."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        usual = cast(type[BaseParser], api_settings.DEFAULT_PARSER_CLASSES[0])()
        try:
            return usual.parse(stream, media_type, parser_context)
        except APIException as error:
            if error.status_code == status.HTTP_413_REQUEST_ENTITY_TOO_LARGE:
                raise TextTooLarge from None
            raise


class DocumentForm(MultiPartParser):
    """A form with files of at most `DOCUMENT_UPLOAD_MAX_BYTES`, which come as `ReceivedFile`."""

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> DataAndFiles[Any, Any]:
        request = (parser_context or {})["request"]
        refuse_too_long(request)
        handler = ReceiveHashed(settings.DOCUMENT_UPLOAD_MAX_BYTES)
        request._request.upload_handlers = [handler]  # noqa: SLF001 - DRF's own
        try:
            parsed = super().parse(stream, media_type, parser_context)
        except RequestDataTooBig:
            raise TextTooLarge from None
        if handler.is_over:
            raise FileTooLarge
        return parsed


def refuse_too_long(request: Request) -> None:
    """FileTooLarge by the head of a form. Views ask too: for the token of a session Django reads the form before us."""
    is_form = str(request.META.get("CONTENT_TYPE", "")).startswith(DocumentForm.media_type)
    if is_form and is_too_long(request.META, settings.DOCUMENT_UPLOAD_MAX_BYTES):
        raise FileTooLarge
