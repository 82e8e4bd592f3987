"""`docs/reference/analysis-templates.md`, written from the registry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generation.cards.options.reference import plain_schema
from generation.documents.schema import check
from generation.documents.templates.asked import Asked
from generation.documents.templates.base import OPTIONAL, REQUIRED, Template
from generation.documents.templates.reference import describe, fields
from generation.documents.templates.registry import TEMPLATES

_HEAD = """\
# Templates of analysis

<!-- Written by manage.py docs; change its source instead. -->
What may be asked of a document. A submission names a `template`, or leaves it out and gives an `instruction` in its
own words. A document is read in parts; each part is one call of the analysis model, and what all parts say is put
together in the document's order.

| template | what it finds | needs | may take | offline |
|---|---|---|---|---|
"""
_FIELDS = """
## Fields

| field | takes | what it is for |
|---|---|---|
"""
_RESULTS = """
## What is found

What a part's result holds, beside the answers as they are. Every `quote` comes with `start` and `end`, characters of
the document, and `found`: it is false, and both are null, where the quote is not in the part letter for letter, give
or take white space, case, quotation marks and dashes. `count` and `spans` of an entity are counted by the program.

| template | a part's answer | of all parts |
|---|---|---|
"""
_TOGETHER = {
    "summary": "few points of all, by the model (`reduce`)",
    "entities": "each once, counted, with the parts that name it; by code",
    "questions": "the answer of most confidence, and up to five others; by code",
    "sentiment": "the mean by length, characters by label, the strongest passages; by code",
    "translation": "the parts joined; one that is missing leaves a line that says so",
    "custom": "the first value of each field, lists joined, `differing` values and `faults` told; by code",
    "instruction": "few findings of all, by the model (`reduce`)",
}


def analysis_templates() -> str:
    """The page, whatever provider this site has."""
    return "\n".join(
        [
            _HEAD + "\n".join(_templates()),
            _FIELDS + "\n".join(_fields()),
            _RESULTS + "\n".join(_results()),
            _schema(),
        ]
    )


def _templates() -> Iterator[str]:
    for one in describe("offline"):
        needs, may = (
            ", ".join(f"`{f}`" for f, how in one["takes"].items() if how == kind) for kind in (REQUIRED, OPTIONAL)
        )
        name = "none" if one["name"] == "instruction" else f"`{one['name']}`"
        yield f"| {name} | {one['label']}: {one['help']} | {needs} | {may} | {'yes' if one['offered'] else 'no'} |"


def _fields() -> Iterator[str]:
    for field in fields():
        yield f"| `{field['name']}` | {_takes(field['schema'])} | {field['help']} |"


def _takes(schema: Mapping[str, Any]) -> str:
    value = {**schema, **next((part for part in schema.get("anyOf", ()) if part.get("type") != "null"), {})}
    if choices := value.get("enum"):
        return ", ".join(f"`{choice}`" for choice in choices)
    if value["type"] == "array":
        return f"up to {value['maxItems']} texts of {value['items']['maxLength']} characters"
    return f"text of up to {value['maxLength']:,} characters" if "maxLength" in value else str(value["type"])


def _results() -> Iterator[str]:
    for template in TEMPLATES.values():
        yield f"| `{template.name}` | {_outline(template)} | {_TOGETHER[template.name]} |"


def _outline(template: Template) -> str:
    example = {"type": "object", "properties": {"...": {"type": "string"}}}
    schema = plain_schema(template.answer(Asked.model_construct(output_schema=example)))
    return ", ".join(_named(name, part) for name, part in schema["properties"].items())


def _named(name: str, schema: Mapping[str, Any]) -> str:
    inner = schema.get("items", {}).get("properties", {})
    return f"`{name}` of {', '.join(f'`{key}`' for key in inner)}" if inner else f"`{name}`"


def _schema() -> str:
    words = ", ".join(f"`{word}`" for word in sorted(check.STRUCTURE | check.LIMITS | check.ANNOTATIONS))
    return f"""
## A schema of your own

`output_schema` is a JSON schema (2020-12) of an object, in a subset: {words}. Nothing else is taken; above all no
references, since nothing is looked up elsewhere, and no `pattern`, since a hostile text could make it take hours.

At most {check.MOST_CHARACTERS:,} characters, {check.MOST_DEPTH} levels, {check.MOST_NODES} schemas within it,
{check.MOST_PROPERTIES} properties of one object and {check.MOST_CHOICES} values of one `enum`. Each part is asked for
the whole object with every property, and may leave any of them null: it says what it says. `required` and `minItems`
are checked on the whole, and what the whole breaks is listed in `faults`.
"""
