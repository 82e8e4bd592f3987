"""Word documents as Markdown."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

import mammoth

from generation.documents.reading.errors import Bomb, Damaged, Encrypted
from generation.documents.reading.html import as_markdown
from generation.documents.reading.limits import XML_BYTES, ZIP_DIRECTORY_BYTES, ZIP_ENTRIES
from generation.zip_record import listed_in

_BLOCK = 1_000_000


def read(content: bytes) -> str:
    """Headings, lists and tables kept, pictures left out. Encrypted, Damaged or Bomb where that cannot be had."""
    _check_directory(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(archive)
        return as_markdown(mammoth.convert_to_html(io.BytesIO(content), convert_image=_no_picture).value)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, OSError):
        raise Damaged from None


def _no_picture(_image: Any) -> list[Any]:
    return []


def _check_directory(content: bytes) -> None:
    """The list of files is small, as it says itself; it is read whole before anything else is."""
    listed = listed_in(content)
    if listed is None:
        raise Damaged
    if listed.count > ZIP_ENTRIES or listed.size > ZIP_DIRECTORY_BYTES:
        raise Bomb(f"The document holds more than {ZIP_ENTRIES:,} files; save it anew and send that.")


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """By unpacking what holds text: the sizes that an archive tells may be lies."""
    room = XML_BYTES
    for entry in archive.infolist():
        if entry.flag_bits & 1:
            raise Encrypted
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(entry) as file:
            while block := file.read(_BLOCK):
                room -= len(block)
                if room < 0:
                    raise Bomb(f"The text of the document unpacks to more than {XML_BYTES:,} bytes; send a part of it.")
