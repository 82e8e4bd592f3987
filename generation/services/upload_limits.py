"""How large what is sent may be: in words, and whether a request is too long to be read, by what its head says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

# What a form has around its file.
_AROUND = 10_000


def megabytes(size: int) -> str:
    """A limit of bytes, as people read it."""
    return f"{size / 1_000_000:g} MB"


def is_too_long(head: Mapping[str, Any], most: int | None = None) -> bool:
    """By the `CONTENT_LENGTH` of WSGI's environment, for a form whose files have at most `most` bytes, or a card's.

    One that is no number is left to those who read the body.
    """
    length = str(head.get("CONTENT_LENGTH") or "0")
    limit = (settings.CARD_UPLOAD_MAX_BYTES if most is None else most) + _AROUND
    return length.isascii() and length.isdecimal() and int(length[:20]) > limit
