"""he, she or it, as far as a concept tells."""

from __future__ import annotations

from generation.llm.offline.lexicon import names
from generation.llm.offline.lexicon.beings import MASS, THING_WORDS
from generation.llm.offline.reading.naming import title_pronoun
from generation.llm.offline.reading.roles import STRIP, head_of
from generation.llm.offline.wordlists import words

_PRONOUNS = frozenset(words("he him his she her hers"))


def pronoun_in(text: str, name: str, role: str) -> str | None:
    """By title, role, pronouns in the text or the name; None where nothing tells."""
    by_title = title_pronoun(name) if name and _has_title(name) else None
    if by_title:
        return by_title
    found = [word.strip(STRIP) for word in text.lower().split()]
    is_thing = bool(role) and head_of(role).lower() in THING_WORDS | MASS and not (name and title_pronoun(name))
    if is_thing and not _PRONOUNS & set(found):
        return "it"
    he = sum(word in names.HE_WORDS or word[:-1] in names.HE_WORDS for word in found)
    she = sum(word in names.SHE_WORDS or word[:-1] in names.SHE_WORDS for word in found)
    if he != she:
        return "he" if he > she else "she"
    return title_pronoun(name) if name else None


def _has_title(name: str) -> bool:
    return name.split(maxsplit=1)[0].lower().rstrip(".") in (*names.TITLES_HE, *names.TITLES_SHE)
