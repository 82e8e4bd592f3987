"""An instruction without a model: the sentences that its words pick, as they stand."""

from __future__ import annotations

from typing import Any

from generation.llm.offline.documents.asking import Asking, Kinds
from generation.llm.offline.documents.part_text import PartText
from generation.llm.offline.documents.summary import summary

MOST = 10
LEAST = 0.3  # the share of the instruction's weight that a sentence must have


def instructed(part: PartText, kinds: Kinds, instruction: str) -> dict[str, Any]:
    """An `Instructed`: up to ten sentences in the text's order; the main ones where it asks for nothing special."""
    asking = Asking(instruction)
    if not asking.topics and not asking.kinds:
        return {"findings": summary(part)["points"]}
    scores = asking.scores(part, kinds)
    fit = sorted((n for n, score in enumerate(scores) if score >= LEAST), key=lambda n: -scores[n])[:MOST]
    return {"findings": [{"text": part.told(number), "quote": part.quote(number)} for number in sorted(fit)]}
