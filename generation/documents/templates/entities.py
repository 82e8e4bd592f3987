"""The template `entities`."""

from __future__ import annotations

from generation.documents.drafts import Entities
from generation.documents.templates.base import Template

ENTITIES = Template(
    name="entities",
    label="Names, dates and amounts",
    help="People, organisations, places, dates, amounts, e-mail addresses and links, counted, with every mention.",
    answer=lambda fields: Entities,
)
