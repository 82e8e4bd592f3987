"""Why a file cannot be read as a document. Each message says what is wrong with it and what to do.

Unreadable              (PermanentError: another attempt would meet the same)
├── NotADocument        it is something else, or nothing
├── NotRead             a kind whose reader is not installed on this site
├── UnknownEncoding     bytes that are text in no encoding
├── Encrypted           a password is needed
├── Damaged             it breaks its own format
├── Bomb                it unpacks to far more than it is
├── NoText              a scan or a picture: nothing in it can be read as text
├── TooSlow             reading took longer than allowed
└── TooMuch             reading took more memory, or gave more text, than allowed
"""

from __future__ import annotations

from generation.documents import kinds
from generation.errors import GenerationError
from jobs.errors import PermanentError


class Unreadable(GenerationError, PermanentError):
    """Base of them. `error_class` is what a failed job shows, `sentence` what is said where nothing else is."""

    error_class = "unreadable_document"
    sentence = "The document cannot be read; save it in another format and send that."

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.sentence)


class NotADocument(Unreadable):
    error_class = "not_a_document"
    sentence = "This is no text and no document that is known here."


class NotRead(Unreadable):
    error_class = "document_not_read_here"
    sentence = "Documents of this kind are not read on this site; save it as HTML or plain text and send that."

    @classmethod
    def of(cls, media_type: str) -> NotRead:
        """Says what would have to be installed, too: a site's owner reads it as well."""
        return cls(
            f"{kinds.name_of(media_type)} documents are not read on this site; send {kinds.accepted()}. "
            "They are once requirements-documents.txt is installed."
        )


class UnknownEncoding(Unreadable):
    error_class = "unknown_encoding"
    sentence = "The text is in an encoding that cannot be told; save it as UTF-8 and send it again."


class Encrypted(Unreadable):
    error_class = "encrypted_document"
    sentence = "The document is encrypted; save a copy without a password and send that."


class Damaged(Unreadable):
    error_class = "damaged_document"
    sentence = "The document is damaged and cannot be read; open it, save it anew and send that."


class Bomb(Unreadable):
    error_class = "document_bomb"
    sentence = "The document unpacks to far more than a document has; save it anew and send that."


class NoText(Unreadable):
    error_class = "document_without_text"
    sentence = (
        "There is no text in the document. If it is a scan, run text recognition (OCR) on it first and send the result."
    )


class TooSlow(Unreadable):
    error_class = "document_too_slow"
    sentence = "Reading the document took too long; save it anew, send a part of it, or send its text."


class TooMuch(Unreadable):
    error_class = "document_too_much"
    sentence = "Reading the document took too much memory; send a part of it, or send its text."


BY_NAME: dict[str, type[Unreadable]] = {
    error.__name__: error
    for error in (NotADocument, NotRead, UnknownEncoding, Encrypted, Damaged, Bomb, NoText, TooSlow, TooMuch)
}
