"""`python -m generation.documents.reading.child MEDIA_TYPE SECONDS`: bytes in, text out.

A process of its own, with no database, no secrets and little room, for strangers' files reach parsers here that the
worker must survive. Ends with 0 and the text as UTF-8, or with `REFUSED` and `{"error": ..., "message": ...}`.
"""

from __future__ import annotations

import json
import math
import resource
import signal
import sys
from importlib import import_module

from generation.documents import kinds
from generation.documents.reading.errors import Damaged, NoText, NotRead, TooMuch, Unreadable
from generation.documents.reading.limits import MEMORY_BYTES, TEXT_CHARACTERS
from generation.documents.reading.visible import is_visible
from generation.llm.cleaning import clean

REFUSED = 3
# Each is imported where it is needed only.
_READERS = {kinds.HTML: "html", kinds.PDF: "pdf", kinds.DOCX: "docx"}


def main() -> None:
    media_type, seconds = sys.argv[1], float(sys.argv[2])
    limit(seconds)
    try:
        answer, code = text_of(media_type, sys.stdin.buffer.read()).encode(), 0
    except Unreadable as error:
        answer, code = json.dumps({"error": type(error).__name__, "message": str(error)}).encode(), REFUSED
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    sys.exit(code)


def text_of(media_type: str, content: bytes) -> str:
    """The text of a document, with one kind of line end and fit to be kept; Unreadable says why there is none."""
    if not kinds.is_read(media_type):
        raise NotRead.of(media_type)
    try:
        text = clean(import_module(f"{__package__}.{_READERS[media_type]}").read(content)).replace("\r\n", "\n")
    except (Unreadable, MemoryError) as error:
        raise (TooMuch() if isinstance(error, MemoryError) else error) from None
    except Exception:  # noqa: BLE001 - whatever a parser meets in a stranger's file
        raise Damaged from None
    if not is_visible(text):
        raise NoText
    if len(text) > TEXT_CHARACTERS:
        raise TooMuch(f"The document has more than {TEXT_CHARACTERS:,} characters; send a part of it.")
    return text


def limit(seconds: float) -> None:
    """From here on this process writes no file, and the kernel ends it when its time or its memory is over."""
    signal.alarm(math.ceil(seconds) + 1)  # also when the worker is gone
    limits = {resource.RLIMIT_CPU: math.ceil(seconds), resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
    if sys.platform == "linux":  # elsewhere it cannot be set, or means something else
        limits[resource.RLIMIT_AS] = MEMORY_BYTES
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
