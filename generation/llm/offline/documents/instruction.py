"""An instruction without a model: the sentences that its words pick, as they stand."""

from __future__ import annotations

from typing import Any

from generation.llm.offline.documents.asking import Asking, Kinds
from generation.llm.offline.documents.part_text import PartText
from generation.llm.offline.documents.summary import summary

MOST = 10
LEAST = 0.3  # the share of the instruction's weight that a sentence must have
# An instruction of more words is a description and no list: what suits it much worse than the best does not suit it.
_LISTED = 3
_BESIDE_BEST = 0.65


def instructed(part: PartText, kinds: Kinds, instruction: str) -> dict[str, Any]:
    """An `Instructed`: up to ten sentences in the text's order; the main ones where it asks for nothing special."""
    asking = Asking(instruction)
    if not asking.topics and not asking.kinds:
        return {"findings": summary(part)["points"]}
    scores = asking.scores(part, kinds)
    best = max(scores, default=0.0)
    least = max(LEAST, best * _BESIDE_BEST) if len(asking.topics) > _LISTED else LEAST
    fit = sorted((n for n, score in enumerate(scores) if score >= least), key=lambda n: -scores[n])[:MOST]
    return {"findings": [{"text": part.told(number), "quote": part.quote(number)} for number in sorted(fit)]}
