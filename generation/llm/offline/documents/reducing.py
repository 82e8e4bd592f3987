"""Many points made few without a model: those that say most of what all of them say, as they stand."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from generation.language.words import topics_in
from generation.llm.offline.documents.ranking import chosen


def reduced(points: Sequence[Mapping[str, Any]], most: int) -> list[dict[str, Any]]:
    """At most `most` of `points`, in their order, none that says the same as another."""
    texts = [(str(point.get("text") or ""), str(point.get("quote") or "")) for point in points]
    topics = [topics_in(text) for text, _ in texts]
    counted = Counter(topic for found in topics for topic in set(found))
    scores = [
        (1 + sum(math.log(1 + counted[topic]) for topic in set(found))) / math.sqrt(3 + len(found)) for found in topics
    ]
    kept = chosen(topics, scores, most)
    return [{"text": texts[number][0], "quote": texts[number][1]} for number in sorted(kept) if all(texts[number])]
