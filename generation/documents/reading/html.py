"""Web pages as Markdown."""

from __future__ import annotations

import re

from html_to_markdown import ConversionOptions, PreprocessingOptions, WarningKind, convert

from generation.documents.reading.decoding import decode
from generation.documents.reading.errors import Damaged

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_WITHIN = 4096
_CUT = (WarningKind.DEPTH_LIMIT_EXCEEDED, WarningKind.TRUNCATED_INPUT)


def read(content: bytes) -> str:
    """What a reader of the page sees, but for pictures; scripts, styles and comments are left out."""
    declared = _CHARSET.search(content[:_WITHIN])
    return as_markdown(decode(content, declared=declared[1].decode() if declared else "").text)


def as_markdown(page: str) -> str:
    """Damaged where the converter would leave out what is nested too deep."""
    options = ConversionOptions(
        extract_metadata=False,
        skip_images=True,
        preprocessing=PreprocessingOptions(enabled=False),
    )
    read = convert(page, options)
    if any(warning.kind in _CUT for warning in read.warnings):
        raise Damaged("The document nests its parts more than a thousand deep; save it anew and send that.")
    return read.content or ""
