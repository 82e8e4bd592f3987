"""How well sentences suit a question or an instruction: by its rarer words, and by the kind of thing it asks for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from generation.language.words import topics_of, words_in
from generation.llm.offline.documents.entities import Mention
from generation.llm.offline.documents.hints import FILLER, HOW, KIND_OF_OPENING, KIND_OF_WORD, MEASURES, PRONOUNS
from generation.llm.offline.documents.part_text import HEAD, PartText

_DIGIT = re.compile(r"\d")
_NEARLY = 0.8
_OPENING = 2  # words at the beginning that may ask: "Since when ..."
_KIND = 0.25
_WITHOUT_KIND = 0.6
_FROM_BEFORE = 0.4
_KIND_ALONE = 0.5

Kinds = Sequence[frozenset[str]]


def kinds_of(part: PartText, mentions: Sequence[Mention]) -> Kinds:
    """For each sentence the types of what it names; any digit may be an amount, but those of dates."""
    dateless = _without(part.text, [mention for mention in mentions if mention.type == "date"])
    found: list[set[str]] = [{"amount"} if _DIGIT.search(dateless, *span) else set() for span in part.spans]
    starts = [start for start, _ in part.spans]
    for mention in mentions:
        found[bisect_right(starts, mention.start) - 1].add(mention.type)
    return [frozenset(kinds) for kinds in found]


def _without(text: str, mentions: Sequence[Mention]) -> str:
    """`text` with spaces in the place of `mentions`."""
    pieces: list[str] = []
    at = 0
    for start, end, _ in mentions:
        pieces += (text[at:start], " " * (end - start))
        at = end
    return "".join((*pieces, text[at:]))


class Asking:
    """What `text` asks for: `topics` are the stems it is about, `kinds` the types of things that would answer it."""

    def __init__(self, text: str) -> None:
        asked = words_in(text)
        nothing = frozenset[str]()
        self.kinds = nothing.union(
            *(KIND_OF_WORD.get(word, nothing) for word in asked),
            *(KIND_OF_OPENING.get(word, nothing) for word in asked[:_OPENING]),
        )
        if len(asked) > 1 and asked[0] in HOW and asked[1] in MEASURES:
            asked = asked[2:]
            self.kinds |= {"amount"}
        about = (word for word in asked if word not in FILLER and word not in KIND_OF_WORD)
        self.topics = tuple(dict.fromkeys(topics_of(about)))

    def scores(self, part: PartText, kinds: Kinds) -> list[float]:
        """For each sentence about 0 to 1: how much of what is asked it holds."""
        if not self.topics:
            return [_KIND_ALONE * bool(self.kinds & found) for found in kinds]
        shares = self._shares(part)
        return [
            self._with_kind(share + _carried(part, shares, number), kinds[number])
            for number, share in enumerate(shares)
        ]

    def _shares(self, part: PartText) -> list[float]:
        """For each sentence the share of the topics' weight that it has; what stands nowhere counts too."""
        weights = {topic: part.weights.get(topic, 0.0) or part.rarest for topic in self.topics}
        whole = sum(weights.values())
        return [
            sum(weight * _match(topic, found, heads) for topic, weight in weights.items()) / whole
            for found, heads in part.topic_sets
        ]

    def _with_kind(self, share: float, found: frozenset[str]) -> float:
        if not self.kinds or not share:
            return share
        return share + _KIND if self.kinds & found else share * _WITHOUT_KIND


def _match(topic: str, found: frozenset[str], heads: frozenset[str]) -> float:
    if topic in found:
        return 1.0
    return _NEARLY if len(topic) >= HEAD and topic[:HEAD] in heads else 0.0


def _carried(part: PartText, shares: Sequence[float], number: int) -> float:
    """What `It cost 3 million.` has from the sentence before it."""
    words = part.words[number]
    is_carried = number > 0 and bool(words) and words[0] in PRONOUNS
    return _FROM_BEFORE * shares[number - 1] if is_carried else 0.0
