"""What common words of other scripts mean, so far as it tells where and among whom a story plays."""

from __future__ import annotations

import re
from functools import cache

from generation.llm.offline.banks import bank
from generation.llm.offline.reading.scripts import Script
from generation.llm.offline.wordlists import words

# Stand before a word without a space.
_PREFIXES = ("", *words("ال وال بال لل ב ה ל מ ש כ בה מה"))
_WHOLE = "="
_APART = re.compile(r"[.,;:!?\"'()/&-]")


def glosses(text: str, script: Script) -> dict[str, str]:
    """`도쿄 병원의 간호사` -> {도쿄: tokyo, 병원: hospital, 간호사: nurse}, in the order of the text."""
    rest = f" {_APART.sub(' ', text.lower())} "
    found: dict[int, tuple[str, str]] = {}
    for form, english in _forms():
        at = _find(rest, form, script)
        if at >= 0:
            bare = form.rstrip(_WHOLE)
            found[at] = (bare, english)
            rest = rest[:at] + " " * len(bare) + rest[at + len(bare) :]
    return dict(found[at] for at in sorted(found))


def _find(text: str, form: str, script: Script) -> int:
    """Where `form` stands: within a run, or at the start of a word; a form that ends in = is a whole word."""
    if not script.spaced:
        return text.find(form.rstrip(_WHOLE))
    bare, after = form.rstrip(_WHOLE), " " if form.endswith(_WHOLE) else ""
    starts = (text.find(f" {prefix}{bare}{after}") for prefix in _PREFIXES)
    return next((text.find(bare, at) for at in starts if at >= 0), -1)


@cache
def _forms() -> tuple[tuple[str, str], ...]:
    """Longest first: Shanghai before the sea that it ends in."""
    pairs = []
    for line in bank("glossary")["words"]:
        english, _, forms = line.partition(": ")
        pairs += [(form.replace("_", " "), english) for form in forms.split()]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
