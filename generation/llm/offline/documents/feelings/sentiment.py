"""The template `sentiment` without a model."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from generation.llm.offline.documents.feelings.lexicon import Lexicon, lexicon
from generation.llm.offline.documents.part_text import PartText

MOST_PASSAGES = 8
_REACH = 3  # words before one that may turn it round or make it stronger
_TURNED = -0.75  # "not good" is not as bad as "bad"
_CALM = 4.0  # the larger, the more words it takes to be sure
_CLEAR = 0.1
_LEAST_SHARE = 0.35  # of the weaker side, where both are there


def sentiment(part: PartText) -> dict[str, Any]:
    """A `Sentiment`; the passages are the sentences that weigh most, in the text's order."""
    known = lexicon(part.language)
    weights = [weight(words, known) for words in part.words]
    good, bad = sum(w for w in weights if w > 0), -sum(w for w in weights if w < 0)
    score = round(squashed(good - bad, 1 + math.sqrt(len(weights))), 3)
    strongest = sorted((n for n, w in enumerate(weights) if w), key=lambda n: -abs(weights[n]))[:MOST_PASSAGES]
    return {
        "label": label(score, good, bad),
        "score": score,
        "passages": [{"quote": part.quote(n), "score": round(squashed(weights[n]), 3)} for n in sorted(strongest)],
    }


def weight(words: Sequence[str], known: Lexicon) -> float:
    """The worth of one sentence's words, in their order."""
    total = 0.0
    for place, word in enumerate(words):
        worth = known.worth_of(word)
        if not worth:
            continue
        before = words[max(0, place - _REACH) : place]
        for other in before[-2:]:
            worth *= known.force.get(other, 1.0)
        is_turned = any(other in known.nots for other in before) or any(
            other in known.after for other in words[place + 1 : place + 1 + _REACH]
        )
        total += worth * (_TURNED if is_turned else 1.0)
    return total


def squashed(value: float, calm: float = 1.0) -> float:
    """Any weight as -1 to 1."""
    return value / math.sqrt(value * value + _CALM * calm)


def label(score: float, good: float, bad: float) -> str:
    """One word for it; `mixed` where both sides are strong and neither wins clearly."""
    if good and bad and min(good, bad) / max(good, bad) > _LEAST_SHARE and abs(score) < 0.4:
        return "mixed"
    if score > _CLEAR:
        return "positive"
    return "negative" if score < -_CLEAR else "neutral"
