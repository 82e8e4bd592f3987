"""The files of a CHARX: a zip that strangers packed, unpacked within limits."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from generation.cards.reading.errors import NotACard
from generation.cards.reading.limits import DOCUMENT_BYTES, FILES_BYTES, ZIP_DIRECTORY_BYTES, ZIP_ENTRIES, ZIP_RATIO
from generation.zip_record import listed_in

CARD = "card.json"

# A ratio is looked at only where it is a matter of more than this.
_SMALL = 100_000
_OFFICE = {"word/": "a Word document", "xl/": "an Excel sheet", "ppt/": "a PowerPoint presentation"}


def files_of(content: bytes) -> dict[str, bytes]:
    """Every file by its path, `card.json` among them; NotACard says what the zip is instead, or what is wrong."""
    _check_directory(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_entries(entries)
            return dict(_unpacked(archive, entries))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, ValueError, OSError) as error:
        raise NotACard(f"The zip is damaged and cannot be unpacked: {_brief(error)}") from None


def _check_directory(content: bytes) -> None:
    """The list of files is small, as the record says that the unpacker itself goes by; no file is read yet."""
    listed = listed_in(content)
    if listed is None:
        raise NotACard("The zip is damaged: its list of files is cut off.")
    if listed.is_zip64:
        raise NotACard("This is a zip in the format for huge archives (ZIP64); pack the card as an ordinary zip.")
    if listed.count > ZIP_ENTRIES or listed.size > ZIP_DIRECTORY_BYTES:
        raise NotACard(f"The zip has more than {ZIP_ENTRIES:,} files, or very long names; no card needs so many.")


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(entries) > ZIP_ENTRIES:
        raise NotACard(f"The zip has {len(entries):,} files, more than {ZIP_ENTRIES:,}; no card needs so many.")
    if led_out := next((name for name in names if _leads_out(name)), None):
        raise NotACard(f"The zip holds a file whose path leads out of it: {led_out[:100]!r}. No card does that.")
    if CARD not in names:
        raise NotACard(_without_card(names))
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotACard("The zip is encrypted; a CHARX must not be. Pack it without a password.")
    if sum(entry.file_size for entry in entries) > FILES_BYTES:
        raise NotACard(f"The zip unpacks to more than {FILES_BYTES:,} bytes; make its pictures smaller.")
    if too_far := next((entry.filename for entry in entries if _packed_too_far(entry)), None):
        raise NotACard(f"{too_far[:100]!r} in the zip is packed {ZIP_RATIO} times smaller or more, as bombs are.")


def _unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """Each file, with what it really has in it: the sizes that a zip tells may be lies."""
    room = FILES_BYTES
    for entry in entries:
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise NotACard(f"{entry.filename[:100]!r} in the zip is packed in a way that CHARX does not know.")
        limit = min(room, DOCUMENT_BYTES) if entry.filename == CARD else room
        with archive.open(entry) as file:
            content = file.read(limit + 1)
        if len(content) > limit:
            raise NotACard(f"{entry.filename[:100]!r} in the zip has more than {limit:,} bytes; make it smaller.")
        room -= len(content)
        yield entry.filename, content


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or ":" in parts[0]


def _packed_too_far(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _SMALL and entry.file_size > ZIP_RATIO * max(1, entry.compress_size)


def _without_card(names: list[str]) -> str:
    if "[Content_Types].xml" in names:
        noun = next(
            (noun for folder, noun in _OFFICE.items() if any(n.startswith(folder) for n in names)), "a document"
        )
        return f"This is {noun}, not a card."
    if "META-INF/container.xml" in names:
        return "This is an e-book (EPUB), not a card."
    if inside := next((name for name in names if name.endswith(f"/{CARD}")), None):
        return f"This is a zip without {CARD} at its root; {inside[:100]!r} is in a folder. Pack the folder's content."
    return f"This is a zip without {CARD}, so no CHARX. Send the cards in it one by one."


def _brief(error: Exception) -> str:
    return f"{str(error)[:120] or type(error).__name__}."
