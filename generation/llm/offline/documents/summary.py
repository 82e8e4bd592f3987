"""The template `summary` without a model: the sentences that say most, as they stand."""

from __future__ import annotations

import math
from typing import Any

from generation.llm.offline.documents.part_text import PartText
from generation.llm.offline.documents.ranking import best

MOST = 6


def summary(part: PartText) -> dict[str, Any]:
    """A `Summary`: a point for each of up to six sentences, fewer in shorter parts."""
    count = min(MOST, max(1, round(math.sqrt(len(part.spans)))))
    # A part without words, such as a row of signs, is told by its first lines.
    numbers = best(part, count) or [*range(min(1, len(part.spans)))]
    return {"points": [{"text": part.told(number), "quote": part.quote(number)} for number in numbers]}
