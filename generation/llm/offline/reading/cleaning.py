"""Concept text with markup, links, symbols and control characters taken out: what is left is words."""

from __future__ import annotations

import re
import unicodedata

_TAG = re.compile(
    r"<(script|style)\b[^>]*>.*?(</\1\s*>|$)|<!--.*?(-->|$)|</?[a-zA-Z][^<>]*(>|$)|<![^<>]*>", re.IGNORECASE | re.DOTALL
)
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)\.{0,2}/\S+")
# What wraps instructions for a model.
_MARK = re.compile(r"\[/?[A-Z_]{2,}\]|<</?\w+>>|<\|.*?\|>")
_MACRO = re.compile(r"\{\{.*?\}\}|\$\{.*?\}|\{%.*?%\}")
_SPACE_BEFORE = re.compile(r" +([,.;:!?)])")
_SPACES = re.compile(r"[^\S\n]+")
_DASH = re.compile(r"\s+[-\u2013\u2014]+\s+|\s*[\u2013\u2014]+\s*")
# Punctuation of other scripts, and full-width letters, as they are written in Latin.
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SIGNS = {ord(sign): latin for signs, latin in (
    ("\u3001\uff0c\u060c", ", "), ("\u3002\uff0e\u0964", ". "), ("\uff1b\u061b", "; "), ("\uff01", "! "),
    ("\uff1f\u061f", "? "), ("\uff1a", ": "), ("\uff08", " ("), ("\uff09", ") "), ("\u30fb", " "),
    ("「」『』《》«»„", '"'),
) for sign in signs}  # fmt: skip
# Joiners belong between letters of scripts that write them together, and nowhere else.
_JOINERS = "\u200c\u200d"
_STRAY = re.compile(f"(?<![\u0600-\u06ff\u0900-\u0dff])[{_JOINERS}]|[{_JOINERS}](?![\u0600-\u06ff\u0900-\u0dff])")
_LONGEST_WORD = 40
# Letters, marks, digits and the punctuation of plain prose; the rest becomes a space.
_PUNCTUATION = frozenset(".,;:!?'\"“”()-/&\n" + _JOINERS)


def clean(text: str) -> str:
    """`<b>Mira</b>, the *baker*` -> `Mira, the baker`. Line breaks stay, one at a time."""
    text = unicodedata.normalize("NFC", text).translate(_WIDE | _SIGNS)
    for pattern in (_STRAY, _MARK, _TAG, _LINK, _MACRO):
        text = pattern.sub(" ", text)
    text = _DASH.sub(" - ", _SPACES.sub(" ", text)).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    text = "".join(character if _is_plain(character) else " " for character in text)
    lines = (_SPACE_BEFORE.sub(r"\1", " ".join(filter(_is_word, line.split()))) for line in text.splitlines())
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


def _is_word(token: str) -> bool:
    """False for a held key and for what no language would write in one piece."""
    letters = [character.lower() for character in token if character.isalpha()]
    cased = any(character.isupper() or character.islower() for character in token)
    least = 6 if not cased else 3 if token.islower() else 4
    held = len(set(letters)) == 1 and len(letters) >= least
    return not held and (len(token) <= _LONGEST_WORD or not cased)


def _is_plain(character: str) -> bool:
    return character in _PUNCTUATION or character.isspace() or unicodedata.category(character)[0] in "LMN"
