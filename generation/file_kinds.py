"""What a file is that is not what was wanted, by what stands in it, whatever its name says."""

from __future__ import annotations

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"

# Beginnings of files that people take for others.
_BEGINNINGS = (
    (b"%PDF", "a PDF"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x00\x00\x01\x00", "an icon file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (OLE, "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"fLaC", "a FLAC recording"),
    (b"\x1aE\xdf\xa3", "a Matroska or WebM video"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a Windows program"),
)
_PAGES = (b"<!doctype html", b"<html")


def other_kind(head: bytes) -> str:
    """What a file that begins with `head` (some hundred bytes) is, as a noun with its article; empty if unknown."""
    if head.startswith(b"RIFF"):
        return {b"WAVE": "a WAV recording", b"AVI ": "an AVI video"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return "an AVIF picture" if head[8:12] in {b"avif", b"avis"} else "a video"
    if found := next((noun for beginning, noun in _BEGINNINGS if head.startswith(beginning)), ""):
        return found
    start = head.lstrip().lower()
    if start.startswith(_PAGES):
        return "a web page"
    return "XML" if start.startswith((b"<?xml", b"<svg")) else ""


def is_binary(head: bytes) -> bool:
    """Whether `head` is no text: it has NULs, and is not UTF-16 with its mark."""
    return b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
