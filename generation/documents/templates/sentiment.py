"""The template `sentiment`."""

from __future__ import annotations

from generation.documents.drafts import Sentiment
from generation.documents.parts import Parts
from generation.documents.quotes import Quotes
from generation.documents.reduce.sentiment import merged
from generation.documents.templates.base import Answer, Result, Template
from generation.documents.templates.fields import Fields


def _locate(answer: Answer, quotes: Quotes, fields: Fields) -> Result:
    passages = [{"score": passage["score"], **quotes.find(passage["quote"])} for passage in answer["passages"]]
    return {"label": answer["label"], "score": answer["score"], "passages": passages}


def _merge(parts: Parts, fields: Fields) -> Result:
    return merged(parts)


SENTIMENT = Template(
    name="sentiment",
    label="Sentiment",
    help="How positive or negative the text is, from -1 to 1, with the passages that decided it.",
    answer=lambda fields: Sentiment,
    locate=_locate,
    merge=_merge,
)
