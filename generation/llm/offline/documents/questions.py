"""The template `questions` without a model: the sentence that suits each question best, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generation.llm.offline.documents.asking import Asking, Kinds
from generation.llm.offline.documents.part_text import PartText

LEAST = 0.5  # the share of a question's weight without which nothing here answers it
FULL = 1.25  # what a sentence has that holds all of it


def answers(part: PartText, kinds: Kinds, questions: Sequence[str]) -> dict[str, Any]:
    """An `Answers`, in the order of the questions; null where no sentence is near enough."""
    return {"answers": [{"question": question, **_answer(part, kinds, question)} for question in questions]}


def _answer(part: PartText, kinds: Kinds, question: str) -> dict[str, Any]:
    asking = Asking(question)
    scores = asking.scores(part, kinds) if asking.topics else []
    best = max(range(len(scores)), key=lambda number: scores[number], default=None)
    if best is None or scores[best] < LEAST:
        return {"answer": None, "quote": None, "confidence": None}
    return {"answer": part.told(best), "quote": part.quote(best), "confidence": round(min(1.0, scores[best] / FULL), 2)}
