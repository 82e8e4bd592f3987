"""What kinds of file are documents."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

PLAIN = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

TEXTS = frozenset({PLAIN, MARKDOWN})
# Those whose text is Markdown once it is read, so that it is split between its sections.
STRUCTURED = frozenset({MARKDOWN, HTML, DOCX})

_NAMES = {PDF: "PDF", DOCX: "Word (.docx)", HTML: "HTML", MARKDOWN: "Markdown", PLAIN: "plain text"}
# Read by packages that a site may do without: requirements-documents.txt.
_READERS = {PDF: "pypdfium2", DOCX: "mammoth"}


@cache
def is_read(media_type: str) -> bool:
    """Whether what reads documents of this kind is installed here."""
    package = _READERS.get(media_type)
    return package is None or find_spec(package) is not None


def accepted() -> str:
    """What is read here, in words."""
    *names, last = [name for media_type, name in _NAMES.items() if is_read(media_type)]
    return f"{', '.join(names)} or {last}"


def name_of(media_type: str) -> str:
    return _NAMES[media_type]
