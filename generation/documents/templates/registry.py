"""All templates. Adding one is a file beside this, a line here and in `TemplateName`, and its prompt."""

from __future__ import annotations

from generation.documents.templates.base import Template
from generation.documents.templates.custom import CUSTOM
from generation.documents.templates.entities import ENTITIES
from generation.documents.templates.instruction import INSTRUCTION
from generation.documents.templates.questions import QUESTIONS
from generation.documents.templates.sentiment import SENTIMENT
from generation.documents.templates.summary import SUMMARY
from generation.documents.templates.translation import TRANSLATION

TEMPLATES = {
    template.name: template for template in (SUMMARY, ENTITIES, QUESTIONS, SENTIMENT, TRANSLATION, CUSTOM, INSTRUCTION)
}


def template_of(name: str | None) -> Template:
    """The template called `name`; the one for instructions where there is no name. KeyError if unknown."""
    return TEMPLATES[name or INSTRUCTION.name]
