"""The sentiment of the whole: that of the parts, each by its length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from generation.documents.parts import Part, finished, listed

MOST_PASSAGES = 20
_CLEAR = 0.1
_MIXED_SHARE = 0.25


def merged(parts: Sequence[Part]) -> dict[str, Any]:
    """`{label, score, characters, passages}`: `characters` by label, the strongest passages in the document's order.

    The label is null where no part has a result.
    """
    results = finished(parts)
    whole = sum(part.length for part, _ in results)
    characters: Counter[str] = Counter()
    score = 0.0
    for part, result in results:
        characters[str(result["label"])] += part.length
        score += float(result["score"]) * part.length / whole
    passages = listed(results, "passages")
    strongest = sorted(passages, key=lambda passage: -abs(passage["score"]))[:MOST_PASSAGES]
    return {
        "label": _label(score, characters, whole) if whole else None,
        "score": round(score, 3) if whole else None,
        "characters": dict(sorted(characters.items())),
        "passages": sorted(strongest, key=lambda passage: (passage["part"], passage["start"] or 0)),
    }


def _label(score: float, characters: Counter[str], whole: int) -> str:
    """`mixed` where both sides have their share of the text and neither wins clearly."""
    both = min(characters["positive"], characters["negative"]) + characters["mixed"]
    if both > _MIXED_SHARE * whole and abs(score) < 3 * _CLEAR:
        return "mixed"
    if abs(score) <= _CLEAR:
        return "neutral"
    return "positive" if score > 0 else "negative"
