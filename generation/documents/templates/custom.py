"""The template `custom`."""

from __future__ import annotations

from generation.documents.drafts import custom
from generation.documents.parts import Parts
from generation.documents.quotes import Quotes
from generation.documents.reduce.custom import merged
from generation.documents.schema.fit import leaves
from generation.documents.templates.base import OPTIONAL, REQUIRED, Answer, Result, Template
from generation.documents.templates.fields import Fields


def _locate(answer: Answer, quotes: Quotes, fields: Fields) -> Result:
    """Evidence for a field that is null, or is none, is dropped; `lines` is one where `lines.0.item` is."""
    filled = [f"{path}." for path, value in leaves(answer["value"]) if value is not None]
    evidence = [one for one in answer["evidence"] if any(path.startswith(f"{one['field']}.") for path in filled)]
    return {
        "value": answer["value"],
        "evidence": [{"field": one["field"], **quotes.find(one["quote"])} for one in evidence],
    }


def _merge(parts: Parts, fields: Fields) -> Result:
    return merged(parts, fields.output_schema or {})


CUSTOM = Template(
    name="custom",
    label="Your own fields",
    help="A JSON object by your own schema, filled in from the document; what it does not say is null.",
    answer=lambda fields: custom(fields.output_schema or {}),
    locate=_locate,
    merge=_merge,
    most=60,
    takes={"output_schema": REQUIRED, "instruction": OPTIONAL},
    max_tokens=6_000,
)
