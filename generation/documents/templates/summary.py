"""The template `summary`."""

from __future__ import annotations

from generation.documents.drafts import Summary
from generation.documents.parts import Parts
from generation.documents.quotes import Quotes
from generation.documents.reduce.points import points_of
from generation.documents.templates.base import Answer, Result, Template
from generation.documents.templates.fields import Fields


def _locate(answer: Answer, quotes: Quotes, fields: Fields) -> Result:
    return {"points": [{"text": point["text"], **quotes.find(point["quote"])} for point in answer["points"]]}


def _merge(parts: Parts, fields: Fields) -> Result:
    return {"points": points_of(parts, "points")}


SUMMARY = Template(
    name="summary",
    label="Summary",
    help="The main points, each with the passage it rests on.",
    answer=lambda fields: Summary,
    locate=_locate,
    merge=_merge,
    most=6,
    points="points",
)
