"""What a model must answer for a part of a document, by template: the schemas it is asked for and validated against.

A finding carries a `quote`, copied letter for letter from the part. Models cannot count characters, so where a quote
stands is found by `generation.documents.quotes`. Sizes are limits of what is accepted, not what is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, create_model

from generation.documents.schema.fit import fitted
from generation.documents.schema.relax import relaxed

EntityType = Literal["person", "organisation", "place", "date", "amount", "email", "url", "other"]
ENTITY_TYPES: tuple[str, ...] = get_args(EntityType)
Label = Literal["negative", "neutral", "positive", "mixed"]

MOST_QUOTED = 600
MOST_TRANSLATED = 400_000

Name = Annotated[str, Field(min_length=1, max_length=300)]
Quote = Annotated[str, Field(min_length=1, max_length=MOST_QUOTED)]
Prose = Annotated[str, Field(min_length=1, max_length=2_000)]
Score = Annotated[float, Field(ge=-1, le=1)]


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Unset = BeforeValidator(_blank_is_none)


class Draft(BaseModel):
    """Base of all answers: unknown fields are dropped, since models add some."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False, defer_build=True)


class Point(Draft):
    text: Prose
    quote: Quote


class Summary(Draft):
    """Template `summary`, and what `reduce_points` makes of many: the main points in their order."""

    points: list[Point] = Field(max_length=30)


class Entity(Draft):
    name: Name
    type: EntityType
    quote: Quote


class Entities(Draft):
    """Template `entities`: who and what is named, each once."""

    entities: list[Entity] = Field(max_length=150)


class Answer(Draft):
    """`answer` and `quote` are null where the part does not say; `confidence` is how fully the quote answers."""

    question: Prose
    answer: Annotated[Prose | None, Unset] = None
    quote: Annotated[Quote | None, Unset] = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None


class Answers(Draft):
    """Template `questions`: one answer for each question, in their order."""

    answers: list[Answer] = Field(max_length=40)


class Passage(Draft):
    quote: Quote
    score: Score


class Sentiment(Draft):
    """Template `sentiment`: -1 is as negative as can be, 1 as positive; `passages` decided it."""

    label: Label
    score: Score
    passages: list[Passage] = Field(max_length=20)


class Translation(Draft):
    """Template `translation`: the whole part in the other language."""

    text: Annotated[str, Field(min_length=1, max_length=MOST_TRANSLATED)]


class Instructed(Draft):
    """An instruction in a person's own words: what the part holds of what was asked for."""

    findings: list[Point] = Field(max_length=30)


class Evidence(Draft):
    """`field` is a path such as `lines.0.amount`."""

    field: Name
    quote: Quote


class Custom(Draft):
    """Template `custom`, before it knows the schema asked for."""

    evidence: list[Evidence] = Field(default=[], max_length=100)


def custom(schema: Mapping[str, Any]) -> type[Draft]:
    """Template `custom`: `value` by a person's JSON schema, any of it null where the part does not say."""
    return _custom(json.dumps(schema))


@lru_cache(maxsize=64)
def _custom(source: str) -> type[Draft]:
    schema = json.loads(source)
    value = Annotated[
        dict[str, Any],
        AfterValidator(lambda given: fitted(given, schema)),
        WithJsonSchema(relaxed(schema)),
    ]
    return create_model("Custom", __base__=Custom, value=(value, ...))
