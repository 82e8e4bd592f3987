"""PDFs as text, page by page."""

from __future__ import annotations

import re

from pypdfium2 import PdfDocument, PdfiumError

from generation.documents.reading.errors import Damaged, Encrypted, TooMuch
from generation.documents.reading.limits import TEXT_CHARACTERS

# How PDFium marks a word that is parted at the end of a line.
_PARTED = re.compile("[\x02\ufffe]\r?\n?")


def read(content: bytes) -> str:
    """The text of all pages, an empty line between two. Encrypted, Damaged or TooMuch where that cannot be had."""
    document = _opened(content)
    pages, size = [], 0
    for number in range(len(document)):
        pages.append(_page(document, number))
        size += len(pages[-1])
        if size > TEXT_CHARACTERS:
            raise TooMuch(f"The document has more than {TEXT_CHARACTERS:,} characters; send a part of it.")
    return "\n\n".join(filter(None, pages))


def _opened(content: bytes) -> PdfDocument:
    try:
        return PdfDocument(content)
    except PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Encrypted from None
        raise Damaged from None


def _page(document: PdfDocument, number: int) -> str:
    try:
        page = document[number]
        shown = page.get_textpage()
        text = shown.get_text_range()
        shown.close()
        page.close()
    except PdfiumError:
        raise Damaged(
            f"Page {number + 1:,} of the document is damaged and cannot be read; save it anew and send that."
        ) from None
    return _PARTED.sub("", text).replace("\r\n", "\n").strip()
