"""The sentiment of the whole: that of the parts, each by its length."""

from __future__ import annotations

import heapq
from collections import Counter
from typing import Any

from generation.documents.parts import Parts, finished, items

MOST_PASSAGES = 20
_CLEAR = 0.1
_MIXED_SHARE = 0.25


def merged(parts: Parts) -> dict[str, Any]:
    """`{label, score, characters, passages}`: `characters` by label, the strongest passages in the document's order.

    The label is null where no part has a result.
    """
    characters: Counter[str] = Counter()
    weighed = 0.0
    passages: list[dict[str, Any]] = []
    for part, result in finished(parts):
        characters[str(result["label"])] += part.length
        weighed += float(result["score"]) * part.length
        passages.extend({**passage, "part": part.index} for passage in items(result, "passages"))
        passages = heapq.nlargest(MOST_PASSAGES, passages, key=lambda passage: abs(passage["score"]))
    whole = characters.total()
    score = round(weighed / whole, 3) if whole else None
    return {
        "label": None if score is None else _label(score, characters, whole),
        "score": score,
        "characters": dict(sorted(characters.items())),
        "passages": sorted(passages, key=lambda passage: (passage["part"], passage["start"] or 0)),
    }


def _label(score: float, characters: Counter[str], whole: int) -> str:
    """`mixed` where both sides have their share of the text and neither wins clearly."""
    both = min(characters["positive"], characters["negative"]) + characters["mixed"]
    if both > _MIXED_SHARE * whole and abs(score) < 3 * _CLEAR:
        return "mixed"
    if abs(score) <= _CLEAR:
        return "neutral"
    return "positive" if score > 0 else "negative"
