"""A concept told in emoji alone: what they show, in words."""

from __future__ import annotations

import re
import unicodedata

from generation.llm.offline.articles import with_article
from generation.llm.offline.lexicon.beings import ANIMAL_WORDS
from generation.llm.offline.nouns import is_plural

_MOST = 3
# Parts of a picture's name that say how it is drawn.
_DRAWN = re.compile(r"\b(?:head|with|without|of|on|in)\b.*")
_NO_THING = re.compile(
    r"\b(?:sign|symbol|emoji|black|white|heavy|modifier|button|squared|indicator|keycap|arrow|hand)\b"
)


def pictured(text: str) -> str:
    """`🦊🍵📚` -> `a fox with a teacup and a book`; `` where nothing is shown."""
    names = (_name(character) for character in text if _shows(character))
    things = [name if is_plural(name) else with_article(name) for name in dict.fromkeys(names) if name]
    if len(things) < 2:
        return "".join(things)
    first, *others = things[:_MOST]
    return f"{first} with {' and '.join(others)}"


def _name(character: str) -> str:
    name = unicodedata.name(character, "").lower()
    if _NO_THING.search(name):
        return ""
    animal = name.removesuffix(" face")
    if animal != name:
        return animal if animal in ANIMAL_WORDS else ""
    name = _DRAWN.sub("", name).strip()
    return name if 2 < len(name) <= 24 and "face" not in name else ""


def _shows(character: str) -> bool:
    return unicodedata.category(character) == "So" and ord(character) >= 0x2600
