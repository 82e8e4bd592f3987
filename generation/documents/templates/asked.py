"""What a submission asks for, its fields checked together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationInfo, field_validator

from generation.documents.parts import Parts
from generation.documents.quotes import Quotes
from generation.documents.templates.base import REQUIRED, Template
from generation.documents.templates.fields import Fields
from generation.documents.templates.registry import template_of

_UNNAMED = "an instruction"


class Asked(Fields):
    """A template with the fields it needs, or an instruction. An error stands at the field that is to change."""

    @field_validator("instruction", "questions", "target_language", "output_schema")
    @classmethod
    def _suits_the_template(cls, value: Any, info: ValidationInfo) -> Any:
        name, field = info.data.get("template"), str(info.field_name)
        if "template" not in info.data:  # it is refused itself
            return value
        if name is None and field == "instruction":
            if not value:
                raise ValueError("Missing; give a template or an instruction.")
            return value
        taken = template_of(name).takes.get(field)
        if value and taken is None:
            raise ValueError(f"{_chosen(name)} takes no {field}; leave out one of template and {field}.")
        if not value and taken == REQUIRED:
            raise ValueError(f"template is {name}, so {field} must be given.")
        return value

    @property
    def work(self) -> Template:
        """The template that does it."""
        return template_of(self.template)

    def located(self, answer: Mapping[str, Any], text: str, start: int) -> dict[str, Any]:
        """What is stored of a part: its answer, with the place of every quote in the document.

        `answer` is a validated one as JSON, `text` the part letter for letter, `start` the place of its first
        character in the document.
        """
        return self.work.locate(answer, Quotes(text, start), self)

    def merged(self, parts: Parts) -> dict[str, Any]:
        """What all `parts`, in the document's order, say together as far as code can tell.

        `work.points` names the points in it that are still to be made few.
        """
        return self.work.merge(parts, self)


def refusal(asked: Asked, provider: str) -> dict[str, str]:
    """`{field: sentence}` where the provider of that name cannot do what is asked; empty where it can."""
    why = asked.work.not_offered.get(provider)
    return {"template": why} if why else {}


def _chosen(name: str | None) -> str:
    return f"template {name}" if name else _UNNAMED
