"""The template `questions`."""

from __future__ import annotations

from generation.documents.drafts import Answers
from generation.documents.parts import Parts
from generation.documents.quotes import Quotes
from generation.documents.reduce.questions import aligned, merged
from generation.documents.templates.base import REQUIRED, Answer, Result, Template
from generation.documents.templates.fields import Fields


def _locate(answer: Answer, quotes: Quotes, fields: Fields) -> Result:
    given = aligned(answer["answers"], fields.questions)
    return {
        "answers": [
            {key: one[key] for key in ("question", "answer", "confidence")}
            | quotes.find(one["answer"] and one["quote"])
            for one in given
        ]
    }


def _merge(parts: Parts, fields: Fields) -> Result:
    return merged(parts, fields.questions)


QUESTIONS = Template(
    name="questions",
    label="Questions",
    help="Your questions, each answered with the passage that says so, or said to be unanswered.",
    answer=lambda fields: Answers,
    locate=_locate,
    merge=_merge,
    most=20,
    takes={"questions": REQUIRED},
    max_tokens=5_000,
)
