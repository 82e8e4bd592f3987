"""Prose styles that change how any sentence is built."""

from __future__ import annotations

import re
from collections.abc import Callable

from generation.llm.offline.grammar import upper_first

_PAUSE = re.compile(
    r"; |, (?:and|but) (?=(?:\{(?:they|name|person|C)\}|nobody|everybody|somebody|the) )|: (?=\{they\} )"
)
_FILLER = re.compile(r", (?:which is|as if|as though|plainly|in truth|it is said)\b[^,.;|]*")
_SLOT = re.compile(r"\{(they|name|person)\}")


def styled(prose_style: str) -> Callable[[str], str]:
    """What a style makes of a template; most leave it as it is and bring sentences of their own."""
    return terse if prose_style == "terse" else str


def terse(template: str) -> str:
    """`{They} [nod], and {they} [wait]; it rains.` -> `{They} [nod]. {They} [wait]. It rains.`"""
    first, *others = _PAUSE.split(_FILLER.sub("", template))
    return ". ".join([first, *map(_opened, others)])


def _opened(sentence: str) -> str:
    slot = _SLOT.match(sentence)
    return f"{{{upper_first(slot[1])}}}{sentence[slot.end() :]}" if slot else upper_first(sentence)
