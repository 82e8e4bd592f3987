"""What a file is, by what stands in it, whatever its name says."""

from __future__ import annotations

import re

from generation.documents import kinds
from generation.documents.reading.decoding import is_binary, marked_encoding, wide_encoding
from generation.documents.reading.errors import NotADocument, NotRead
from generation.file_kinds import OLE, ZIP, other_kind

_HEAD = 65_536
_PDF = b"%PDF-"
# Readers find a PDF's mark within so many bytes.
_PDF_WITHIN = 1024
_RTF = b"{\\rtf"
# The one stream of an OLE file that holds a document with a password.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WORD = b"word/document.xml"
_INSIDE = (
    (b"xl/workbook", "an Excel sheet"),
    (b"ppt/presentation", "a PowerPoint presentation"),
    (b"META-INF/container.xml", "an e-book (EPUB)"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
)
_COMMENT = re.compile(r"\A(?:\s|<!--.*?-->|<\?xml[^>]*\?>)+", re.DOTALL)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
# Two of these make a text Markdown: one may stand in any text.
_MARKDOWN = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^# \S",
        r"^#{2,6} \S",
        r"^ {0,3}(?:```|~~~)",
        r"^ {0,3}(?:[-*+]|\d{1,3}[.)]) \S",
        r"\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)",
        r"\*\*\S[^*\n]{0,200}\*\*",
        r"^ {0,3}\|?(?: *:?-{3,}:? *\|)+",
        r"^> \S",
    )
)


def sniff(content: bytes) -> str:
    """The media type of a document that is read here; NotADocument says what it is instead, or NotRead."""
    media_type = _kind_of(content)
    if not kinds.is_read(media_type):
        raise NotRead.of(media_type)
    return media_type


def _kind_of(content: bytes) -> str:
    head = content[:_HEAD]
    if _is_pdf(head):
        return kinds.PDF
    if head.startswith(ZIP):
        return _kind_of_zip(head, content[-_HEAD:])
    if head.startswith(OLE) and _LOCKED in content:
        raise NotADocument("This is an Office document with a password; save a copy without one and send that.")
    is_text = bool(marked_encoding(head) or wide_encoding(head)) or not is_binary(head)
    # Any text may begin as a picture or a program does, but for RTF.
    if (noun := _other(head)) and (not is_text or b"\x00" in head or head.startswith(_RTF)):
        raise NotADocument(f"This is {noun}, not a document that is read here; send {kinds.accepted()}.")
    if not is_text:
        raise NotADocument(f"This is no text and no document that is known here; send {kinds.accepted()}.")
    return _kind_of_text(head)


def _is_pdf(head: bytes) -> bool:
    """Something may stand before its mark; a text that only speaks of PDFs has no bytes that are none of a text."""
    return head.lstrip().startswith(_PDF) or (_PDF in head[:_PDF_WITHIN] and is_binary(head))


def _other(head: bytes) -> str:
    noun = other_kind(head)
    return "" if noun in {"a web page", "XML"} else noun


def _kind_of_zip(head: bytes, tail: bytes) -> str:
    """By the names at both ends: no file of a stranger's archive is unpacked to find out what it is."""
    if _WORD in tail or _WORD in head:
        return kinds.DOCX
    noun = next((noun for name, noun in _INSIDE if name in tail or name in head), "a zip archive")
    raise NotADocument(f"This is {noun}, not a document that is read here; send {kinds.accepted()}.")


def _kind_of_text(head: bytes) -> str:
    # All signs are ASCII, which in any encoding but the wide ones is read alike.
    text = head.decode(marked_encoding(head) or wide_encoding(head) or "latin-1", "replace").lstrip(
        "\ufeff\xef\xbb\xbf"
    )
    if _PAGE.match(_COMMENT.sub("", text, count=1)):
        return kinds.HTML
    return kinds.MARKDOWN if sum(bool(sign.search(text)) for sign in _MARKDOWN) > 1 else kinds.PLAIN
