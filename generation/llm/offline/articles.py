"""Small repairs that make generated English read as written: a and an, capitals, spaces, doubled stops."""

from __future__ import annotations

import re

_SOUNDS_LIKE_VOWEL = re.compile(r"hour|honest|hono|heir|8|11\b|18\b", re.IGNORECASE)
_SOUNDS_LIKE_CONSONANT = re.compile(
    r"uni(?!n|m|d)|us[eu]|eu|ewe|one\b|once\b|one-|u[bcfhjkqrst][aeiou]|ufo", re.IGNORECASE
)
_ACRONYM = re.compile(r"[FHLMNRSX][A-Z]{1,3}\b")
_ARTICLE = re.compile(r"\b([Aa])n?(?= +[\"'“]?([A-Za-zÀ-ÿ0-9][\w'-]*))")
_SENTENCE_START = re.compile(r"(^|[.!?…] |\n)([\"“'*]*)([a-zà-öø-ÿ])")


def takes_an(word: str) -> bool:
    """True for `apple`, `hour`, `18-year-old`; False for `unicorn`, `one-eyed`."""
    if _SOUNDS_LIKE_VOWEL.match(word) or _ACRONYM.match(word):
        return True
    return word[:1].lower() in "aeiouàáâäæèéêëìíîïòóôöœùúûü" and not _SOUNDS_LIKE_CONSONANT.match(word)


def with_article(phrase: str) -> str:
    """`old oak` -> `an old oak`."""
    return f"{'an' if takes_an(phrase) else 'a'} {phrase}"


def polish(text: str, *, english: bool = True) -> str:
    """One piece of prose with its articles, capitals and spaces put right."""
    text = re.sub(r"[ \t]+", " ", text).strip()
    text = re.sub(r" +([,.;!?])" if english else r" +([,.])", r"\1", text)
    text = re.sub(r",([.;!?])", r"\1", text)
    text = re.sub(r"([.!?])\.(?!\.)", r"\1", text) if "..." not in text else text
    if english:
        text = _ARTICLE.sub(_agree, text)
    return _SENTENCE_START.sub(lambda match: match[1] + match[2] + match[3].upper(), text)


def _agree(match: re.Match[str]) -> str:
    return match[1] + ("n" if takes_an(match[2]) else "")
