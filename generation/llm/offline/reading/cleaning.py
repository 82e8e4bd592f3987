"""Concept text with markup, links, symbols and control characters taken out: what is left is words."""

from __future__ import annotations

import re
import unicodedata

_TAG = re.compile(
    r"<(script|style)\b[^>]*>.*?(</\1\s*>|$)|<!--.*?(-->|$)|</?[a-zA-Z][^<>]*(>|$)|<![^<>]*>", re.IGNORECASE | re.DOTALL
)
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_MACRO = re.compile(r"\{\{.*?\}\}|\$\{.*?\}|\{%.*?%\}")
_SPACE_BEFORE = re.compile(r" +([,.;:!?)])")
_DASH = re.compile(r"\s+[-\u2013\u2014]+\s+|\s*[\u2013\u2014]+\s*")
# Letters, marks, digits and the punctuation of plain prose; the rest becomes a space.
_PUNCTUATION = frozenset(".,;:!?'\"“”()-/&\n")


def clean(text: str) -> str:
    """`<b>Mira</b>, the *baker*` -> `Mira, the baker`. Line breaks stay, one at a time."""
    text = unicodedata.normalize("NFC", text)
    for pattern in (_TAG, _LINK, _MACRO):
        text = pattern.sub(" ", text)
    text = _DASH.sub(" - ", text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    text = "".join(character if _is_plain(character) else " " for character in text)
    lines = (_SPACE_BEFORE.sub(r"\1", " ".join(line.split())) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def clean_line(text: str, limit: int) -> str:
    """The same on one line, cut between words at `limit` characters."""
    return cut(" ".join(clean(text).split()), limit)


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, ending with a whole word where there is one."""
    if len(text) <= limit:
        return text
    head = text[: limit + 1]
    return (head[: head.rindex(" ")] if " " in head else head[:limit]).rstrip(" ,;:-")


def _is_plain(character: str) -> bool:
    return character in _PUNCTUATION or character.isspace() or unicodedata.category(character)[0] in "LMN"
