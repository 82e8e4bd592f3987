"""Files of forms, kept in memory and hashed as they come."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

# Django's parser searches each chunk for the end of the file: fewer are quicker.
CHUNK = 1 << 18


class ReceivedFile(InMemoryUploadedFile):
    """`content` is the whole file, `sha256` (hex) is of it; nothing is copied to read it."""

    def __init__(self, name: str, content: bytes, sha256: str) -> None:
        super().__init__(None, None, name, None, len(content), None)  # type: ignore[arg-type] # there is no stream
        self.content = content
        self.sha256 = sha256


class ReceiveHashed(FileUploadHandler):
    """Takes the files of one form, of `most` bytes in all; `is_over` says that there were more."""

    chunk_size = CHUNK

    def __init__(self, most: int) -> None:
        super().__init__()
        self._room = most
        self.is_over = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._pieces: list[bytes] = []
        self._hash = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keeps it from the handlers behind."""
        self._room -= len(raw_data)
        if self._room < 0:
            self.is_over = True
            raise StopUpload(connection_reset=True)
        self._hash.update(raw_data)
        self._pieces.append(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        content, self._pieces = b"".join(self._pieces), []
        return ReceivedFile(self.file_name or "", content, self._hash.hexdigest())
