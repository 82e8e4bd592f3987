"""Whether a text says anything."""

from __future__ import annotations

from unicodedata import category

# Letters, numbers, punctuation, symbols: not spaces, marks alone, what steers other characters, or is nobody's.
_SEEN = frozenset("LNPS")
# What stands where something could not be read.
_LOST = "\ufffd"


def is_visible(text: str) -> bool:
    """Whether a person sees anything of `text`."""
    return any(category(character)[0] in _SEEN for character in {*text} - {_LOST})
