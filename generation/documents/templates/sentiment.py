"""The template `sentiment`."""

from __future__ import annotations

from generation.documents.drafts import Sentiment
from generation.documents.templates.base import Template

SENTIMENT = Template(
    name="sentiment",
    label="Sentiment",
    help="How positive or negative the text is, from -1 to 1, with the passages that decided it.",
    answer=lambda fields: Sentiment,
)
