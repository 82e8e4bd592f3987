"""Why a file cannot be read as a document. Each message says what is wrong with it and what to do.

Unreadable              (PermanentError: another attempt would meet the same)
├── NotADocument        it is something else, or nothing
├── NoReader            this installation has no library that reads its kind
├── UnknownEncoding     bytes that are text in no encoding
├── Encrypted           a password is needed
├── Damaged             it breaks its own format
├── Bomb                it unpacks to far more than it is
├── NoText              a scan or a picture: nothing in it can be read as text
├── TooSlow             reading took longer than allowed
└── TooMuch             reading took more memory, or gave more text, than allowed
"""

from __future__ import annotations

from generation.errors import GenerationError
from jobs.errors import PermanentError


class Unreadable(GenerationError, PermanentError):
    """Base of them. `error_class` is what a failed job shows."""

    error_class = "unreadable_document"


class NotADocument(Unreadable):
    error_class = "not_a_document"


class NoReader(Unreadable):
    error_class = "no_reader"

    def __init__(self) -> None:
        super().__init__(
            "This installation reads no PDF and Word documents, for kreuzberg is missing. Install"
            " requirements-documents.txt where web and workers run, or send the document as text, Markdown or HTML."
        )


class UnknownEncoding(Unreadable):
    error_class = "unknown_encoding"

    def __init__(self) -> None:
        super().__init__("The text is in an encoding that cannot be told; save it as UTF-8 and send it again.")


class Encrypted(Unreadable):
    error_class = "encrypted_document"

    def __init__(self) -> None:
        super().__init__("The document is encrypted; save a copy without a password and send that.")


class Damaged(Unreadable):
    error_class = "damaged_document"

    def __init__(self, why: str) -> None:
        super().__init__(f"The document is damaged and cannot be read: {why.rstrip('.')}. Save it anew and send that.")


class Bomb(Unreadable):
    error_class = "document_bomb"


class NoText(Unreadable):
    error_class = "document_without_text"

    def __init__(self) -> None:
        super().__init__(
            "There is no text in the document. If it is a scan, run text recognition (OCR) on it first and send that."
        )


class TooSlow(Unreadable):
    error_class = "document_too_slow"

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"Reading the document took more than {seconds:g} seconds. Save it anew, send a part of it, or send its"
            " text."
        )


class TooMuch(Unreadable):
    error_class = "document_too_much"
