"""Which sentences say most of what a text is about: those near its centre, and unlike each other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from generation.llm.offline.documents.part_text import PartText

_ALIKE = 0.5  # how much likeness to what was chosen before counts against a sentence
_FIRST = 1.2
_SHORT, _LONG = 5, 45  # words


def best(part: PartText, count: int) -> list[int]:
    """Up to `count` sentences by number, in the text's order."""
    return sorted(chosen(part.topics, ranks(part), count))


def ranks(part: PartText) -> list[float]:
    """A rank for each sentence: the share of the text's own words in it, fairly for short and long ones."""
    counted = Counter(topic for topics in part.topics for topic in topics)
    centre = {topic: math.log(1 + count) * part.weights[topic] for topic, count in counted.items()}
    return [
        sum(centre[topic] for topic in set(topics)) / math.sqrt(3 + len(topics)) * _fitness(part, number)
        for number, topics in enumerate(part.topics)
    ]


def chosen(topics: Sequence[Sequence[str]], scores: Sequence[float], count: int) -> list[int]:
    """The numbers of up to `count` items, best first, each unlike those before it. Looks at a few times as many."""
    pool = sorted((n for n in range(len(scores)) if scores[n] > 0), key=lambda n: -scores[n])[: 8 * count]
    left = {number: scores[number] for number in pool}
    sets = {number: frozenset(topics[number]) for number in pool}
    found: list[int] = []
    while left and len(found) < count:
        number = max(left, key=lambda n: (left[n], -n))
        del left[number]
        found.append(number)
        for other in left:
            left[other] -= _ALIKE * scores[other] * _likeness(sets[number], sets[other])
        left = {other: score for other, score in left.items() if _likeness(sets[number], sets[other]) < 1}
    return found


def _fitness(part: PartText, number: int) -> float:
    """Whole statements before scraps, questions and walls of text; the first sentence before others."""
    words = len(part.words[number])
    quote = part.quote(number)
    fitness = _FIRST if number == 0 else 1.0
    if words < _SHORT or words > _LONG:
        fitness *= 0.5
    if quote.endswith(("?", ":")) or quote.startswith("#") or quote[0].islower():
        fitness *= 0.5
    return fitness


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (len(one | other) or 1)
