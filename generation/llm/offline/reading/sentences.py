"""A concept's sentences, and which of them may be told again as they stand."""

from __future__ import annotations

import re

from generation.llm.offline.reading import vocabulary as v
from generation.llm.offline.wordlists import words

_END = re.compile(r"(?<=[.!?…])[\"'”]*\s+|\n|;\s+")
# After a semicolon: "; she hates it".
_SUBJECT = re.compile(r"^(?:he|she|it|they)(?= )")
_OPENINGS = [re.compile(pattern, re.IGNORECASE) for pattern in v.OPENINGS]
_NOT_TOLD = frozenset(words("i i'm i'd my me you your you're we our us please make write include use don't do"))
_IMPERATIVE = frozenset(
    words(
        """
        make write include use give add keep avoid let say respond answer act pretend never always
        """
    )
)


def split_sentences(text: str) -> list[str]:
    """Sentences without their wrapping; `Dr. Amara is late. She runs.` are two."""
    parts: list[str] = []
    for part in _END.split(text):
        if parts and _ends_with_abbreviation(parts[-1]):
            parts[-1] = f"{parts[-1]} {part}"
        elif part and part.strip(" .,;:!?-\"'()"):
            parts.append(_SUBJECT.sub(lambda match: match[0].capitalize(), part.strip()))
    return parts


def without_opening(text: str) -> str:
    """`Please create a character about a nurse` -> `a nurse`."""
    for _ in range(4):
        before = text
        for pattern in _OPENINGS:
            match = pattern.match(text)
            if match and text[match.end() :].strip():
                text = text[match.end() :].lstrip(" ,:-")
        if text == before:
            break
    return text


def is_tellable(sentence: str) -> bool:
    """False where a sentence speaks to a program rather than of a story."""
    return not any(word.strip(".,;:!?\"'()-/&") in v.NOT_STORY for word in sentence.lower().split())


def may_be_told(sentence: str) -> bool:
    """True for a statement about the story; False for orders, talk to the program, and scraps."""
    found = [word.strip(".,:!?\"'()") for word in sentence.lower().split()]
    if not 3 <= len(found) <= 40 or len(sentence) > 240 or not sentence[0].isupper():
        return False
    if found[0] in _IMPERATIVE or sentence.endswith(("?", ":")):
        return False
    return not any(word in _NOT_TOLD or word in v.NOT_STORY for word in found)


def _ends_with_abbreviation(part: str) -> bool:
    last = part.rsplit(maxsplit=1)[-1].lower() if part.split() else ""
    return last.endswith(".") and (last.rstrip(".") in v.ABBREVIATIONS or len(last) == 2)
