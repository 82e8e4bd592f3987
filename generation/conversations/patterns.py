"""Keys that are regular expressions, of people nobody knows.

They are searched by RE2, which takes time in proportion to pattern and text whatever the pattern: `(a+)+$` harms
nobody. What it has no form for, looking ahead or behind and references back, is refused like a faulty pattern.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import re2

from generation.conversations.effort import Pot

MOST_CHARACTERS = 1_000
# Of a compiled pattern: refuses those that count their repetitions into the thousands.
_MEMORY_BYTES = 1 << 16
# What compiling one takes at the worst, in steps of a search.
_COMPILING = 100_000

_SLASHED = re.compile(r"/(.+)/([a-z]*)", re.DOTALL)
# JavaScript's flags; those that are not `i`, `m` or `s` change nothing about whether there is a match.
_FLAGS = frozenset("dgimsuvy")
_UNICODE = re.compile(r"\\u(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{4}))")


class BadPattern(ValueError):
    """It is faulty, or not one that can be searched in bounded time."""


def is_slashed(key: str) -> bool:
    """Written as `/pattern/flags`."""
    return _SLASHED.fullmatch(key) is not None


def searched(key: str, text: str, pot: Pot, *, case_sensitive: bool) -> bool:
    """Whether the pattern `key` is found in `text`; nothing is once `pot` is empty. BadPattern for one that is none.

    The flags of `/pattern/flags` say whether case matters; elsewhere `case_sensitive` does.
    """
    if not pot.take(_COMPILING):
        return False
    pattern = _compiled(key, case_sensitive)
    return pot.take(pattern.programsize * len(text)) and pattern.search(text.encode(errors="replace")) is not None


@lru_cache(maxsize=512)
def _compiled(key: str, case_sensitive: bool) -> Any:
    slashed = _SLASHED.fullmatch(key)
    source, flags = (slashed[1], slashed[2]) if slashed else (key, "" if case_sensitive else "i")
    if len(source) > MOST_CHARACTERS or not source or not _FLAGS.issuperset(flags):
        raise BadPattern(key)
    options = re2.Options()
    options.max_mem = _MEMORY_BYTES
    options.log_errors = False
    options.never_capture = True
    options.case_sensitive = "i" not in flags
    inline = "".join(flag for flag in "ms" if flag in flags)
    try:
        return re2.compile(f"(?{inline}){_translated(source)}" if inline else _translated(source), options)
    except (re2.error, UnicodeError):
        raise BadPattern(key) from None


def _translated(source: str) -> str:
    """JavaScript's `\\u00e9` in RE2's words."""
    return _UNICODE.sub(lambda found: f"\\x{{{found[1] or found[2]}}}", source)
