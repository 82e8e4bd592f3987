"""What kinds of file are documents."""

from __future__ import annotations

PLAIN = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

TEXTS = frozenset({PLAIN, MARKDOWN})
# Those whose text is Markdown once it is read, so that it is split between its sections.
STRUCTURED = frozenset({MARKDOWN, HTML, DOCX})

ACCEPTED = "PDF, Word (.docx), HTML, Markdown or plain text"
