"""What people say about an analysis, field by field."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from generation.cards.options.fields import LanguageTag, Line, Paragraphs, Unset, without_repeats
from generation.documents.schema.check import checked_schema
from jobs.handlers import Payload

TemplateName = Literal["summary", "entities", "questions", "sentiment", "translation", "custom"]

Question = Annotated[Line, StringConstraints(min_length=3, max_length=300)]


class Fields(Payload):
    """Each field checked by itself; `generation.documents.templates.asked` checks them together."""

    # What is left out is checked as well: a template may need it.
    model_config = ConfigDict(strict=True, validate_default=True, allow_inf_nan=False, defer_build=True)

    template: TemplateName | None = Field(
        default=None, title="Template", description="What is looked for. Leave it out to give an instruction instead."
    )
    instruction: Annotated[Paragraphs | None, Unset] = Field(
        default=None,
        title="Instruction",
        description="What to find, in your own words.",
        min_length=3,
        max_length=2_000,
    )
    questions: Annotated[list[Question], AfterValidator(without_repeats)] = Field(
        default=[], title="Questions", description="Up to 20 questions that the document may answer.", max_length=20
    )
    target_language: Annotated[LanguageTag | None, Unset] = Field(
        default=None,
        title="Target language",
        description="BCP 47 tag of the language to translate into, such as en or pt-BR.",
    )
    output_schema: Annotated[dict[str, Any], AfterValidator(checked_schema)] | None = Field(
        default=None,
        title="Output schema",
        description="A JSON schema of an object: what to fill in from the document.",
    )
