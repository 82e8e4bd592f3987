"""Files in forms, up to a size: what is larger is no longer read."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class BoundedUpload(FileUploadHandler):
    """Stands before the handlers that keep files; views find a form without one that was too large."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # Django's own business
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hands on what came, until all files of the form have more than any one of them may."""
        self._received += len(raw_data)
        if self._received > max(settings.CARD_UPLOAD_MAX_BYTES, settings.DOCUMENT_UPLOAD_MAX_BYTES):
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """Leaves the file to the next handler."""
        return None
