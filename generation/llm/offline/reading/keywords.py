"""The words of a concept that a story can be made of."""

from __future__ import annotations

import re

from generation.llm.offline.reading import vocabulary as v
from generation.llm.offline.reading.places import Place
from generation.llm.offline.reading.roles import STRIP, is_predicate
from generation.llm.offline.wordlists import words

MOST = 14
_BEFORE_VERBS = frozenset(words("and secretly always never cannot can to"))
_BEFORE_PREDICATES = frozenset(words("who which that she he it they i you qui que che"))
_NONE = (
    v.STOP_WORDS | v.NOT_STORY | v.NOT_KEYWORDS | v.TRAIT_WORDS | v.STATES | set(v.PLACE_PREPOSITIONS) | v.CLAUSE_WORDS
)


def keywords_in(text: str, name: str, role: str, place: Place | None) -> tuple[str, ...]:
    """Up to 14 words; those of role and place come first."""
    own = {token.strip(STRIP).lower() for token in name.split()}
    found: dict[str, str] = {}
    tokens = f"{place.phrase if place else ''} {role} {text}".split()
    for index, token in enumerate(tokens):
        before = tokens[index - 1].lower() if index else ""
        verb = before in _BEFORE_PREDICATES or (before in _BEFORE_VERBS and token.endswith("s"))
        word = re.sub(r"'s?$", "", token.strip(STRIP))
        if not verb and not is_predicate(tokens[index : index + 2]) and word.lower() not in own and _is_keyword(word):
            found.setdefault(word.lower(), word)
    return tuple(found.values())[:MOST]


def traits_in(text: str) -> tuple[str, ...]:
    """Adjectives of character, in the order of the text."""
    found = (word.strip(STRIP) for word in text.lower().split())
    return tuple(dict.fromkeys(word for word in found if word in v.TRAIT_WORDS))[:6]


def _is_keyword(word: str) -> bool:
    lowered = word.lower()
    if not 3 <= len(word) <= 18 or any(character.isdigit() for character in word) or lowered in _NONE:
        return False
    return not (lowered.endswith(("ly", "ing", "ed", "'t")) and not word[0].isupper())
