"""The tasks `analyse_chunk` and `reduce_points`, answered from a request's inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from generation.llm.errors import BadRequest
from generation.llm.offline.documents.asking import kinds_of
from generation.llm.offline.documents.custom import filled
from generation.llm.offline.documents.entities import entities, mentions
from generation.llm.offline.documents.feelings import sentiment
from generation.llm.offline.documents.instruction import instructed
from generation.llm.offline.documents.part_text import PartText
from generation.llm.offline.documents.questions import answers
from generation.llm.offline.documents.reducing import reduced
from generation.llm.offline.documents.summary import summary

_MOST_POINTS = 12

Inputs = Mapping[str, Any]


def answer_part(inputs: Inputs) -> dict[str, Any]:
    """What the template of `inputs` finds in its `text`; BadRequest where that takes a model."""
    template = str(inputs.get("template"))
    if template not in ANSWERS:
        raise BadRequest(
            f"The offline provider cannot do the template {template!r}: it takes passages from a text and writes none."
            f" It can do {', '.join(ANSWERS)}; for others set LLM_PROVIDER=openai with a key or a server's address.",
            parameter="template",
        )
    return ANSWERS[template](PartText(str(inputs.get("text") or "")), inputs)


def reduce_points(inputs: Inputs) -> dict[str, Any]:
    """A `Summary` of the points in `inputs`."""
    points = [point for point in _listed(inputs, "points") if isinstance(point, Mapping)]
    most = inputs.get("most")
    return {"points": reduced(points, most if isinstance(most, int) else _MOST_POINTS)}


def _entities(part: PartText, inputs: Inputs) -> dict[str, Any]:
    return entities(part, mentions(part))


def _questions(part: PartText, inputs: Inputs) -> dict[str, Any]:
    asked = [question for question in _listed(inputs, "questions") if isinstance(question, str)]
    return answers(part, kinds_of(part, mentions(part)), asked)


def _instructed(part: PartText, inputs: Inputs) -> dict[str, Any]:
    return instructed(part, kinds_of(part, mentions(part)), str(inputs.get("instruction") or ""))


def _custom(part: PartText, inputs: Inputs) -> dict[str, Any]:
    schema = inputs.get("schema")
    return filled(part, mentions(part), schema if isinstance(schema, Mapping) else {})


def _listed(inputs: Inputs, name: str) -> Sequence[Any]:
    value = inputs.get(name)
    return value if isinstance(value, (list, tuple)) else ()


ANSWERS: Mapping[str, Callable[[PartText, Inputs], dict[str, Any]]] = {
    "summary": lambda part, inputs: summary(part),
    "entities": _entities,
    "questions": _questions,
    "sentiment": lambda part, inputs: sentiment(part),
    "custom": _custom,
    "instruction": _instructed,
}
