"""The template `entities`."""

from __future__ import annotations

from generation.documents.drafts import Entities
from generation.documents.parts import Parts
from generation.documents.quotes import Quotes
from generation.documents.reduce.entities import MOST_SPANS, merged
from generation.documents.templates.base import Answer, Result, Template
from generation.documents.templates.fields import Fields


def _locate(answer: Answer, quotes: Quotes, fields: Fields) -> Result:
    return {"entities": [_located(entity, quotes) for entity in answer["entities"]]}


def _located(entity: Answer, quotes: Quotes) -> Result:
    """With every mention of the name; where it stands only in another form, the quote is the one mention."""
    place = quotes.find(entity["quote"])
    spans = [list(span) for span in quotes.mentions(entity["name"])]
    if not spans and place["found"]:
        spans = [[place["start"], place["end"]]]
    about = {"name": entity["name"], "type": entity["type"]}
    return {**about, **place, "count": len(spans), "spans": spans[:MOST_SPANS]}


def _merge(parts: Parts, fields: Fields) -> Result:
    return merged(parts)


ENTITIES = Template(
    name="entities",
    label="Names, dates and amounts",
    help="People, organisations, places, dates, amounts, e-mail addresses and links, counted, with every mention.",
    answer=lambda fields: Entities,
    locate=_locate,
    merge=_merge,
    most=60,
    max_tokens=6_000,
)
