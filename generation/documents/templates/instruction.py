"""The template of those who choose none and write an instruction."""

from __future__ import annotations

from generation.documents.drafts import Instructed
from generation.documents.parts import Parts
from generation.documents.quotes import Quotes
from generation.documents.reduce.points import points_of
from generation.documents.templates.base import REQUIRED, Answer, Result, Template
from generation.documents.templates.fields import Fields


def _locate(answer: Answer, quotes: Quotes, fields: Fields) -> Result:
    return {"findings": [{"text": point["text"], **quotes.find(point["quote"])} for point in answer["findings"]]}


def _merge(parts: Parts, fields: Fields) -> Result:
    return {"findings": points_of(parts, "findings")}


INSTRUCTION = Template(
    name="instruction",
    label="Instruction",
    help="Whatever you ask for in your own words, each finding with the passage it rests on.",
    answer=lambda fields: Instructed,
    locate=_locate,
    merge=_merge,
    most=10,
    takes={"instruction": REQUIRED},
    points="findings",
)
