"""Text of documents and models made harmless in Markdown: no markup, no HTML, no links but plain http(s)."""

from __future__ import annotations

import re

from generation.llm.cleaning import clean

_MARKUP = re.compile(r"([\\`*_\[\]|~#!$])")
# What opens a list, a heading's underline or a number at the beginning of a line.
_OPENING = re.compile(r"^(\d{1,9})?([-+=.):])")
# Marks that turn the direction of what follows: a report could be made to say something else.
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LINK = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9./?=&%:@,;+~#_-]{0,500}", re.IGNORECASE)


def escaped(text: str) -> str:
    """`text` on one line, to be read as it is written."""
    line = " ".join(_TURNING.sub("", clean(text)).split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _OPENING.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", line))


def linked(address: str) -> str:
    """An http(s) address as a link; anything else as plain text."""
    return f"<{address}>" if _LINK.fullmatch(address) else escaped(address)
