"""Which JSON schemas are taken: a bounded subset that models understand and no text can make slow.

Left out on purpose: references (nothing is fetched), `pattern` (a hostile text could make it take hours), and
whatever combines schemas but `anyOf`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from generation.documents.schema.validator import schema_errors

MOST_CHARACTERS = 20_000
MOST_DEPTH = 6
MOST_NODES = 200
MOST_PROPERTIES = 50
MOST_CHOICES = 100
LONGEST_NAME = 64
_SHOWN = 200  # characters of what the person wrote

ANNOTATIONS = frozenset({"title", "description", "examples", "default", "format", "$schema"})
LIMITS = frozenset(
    {
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems",
    }
)  # fmt: skip
STRUCTURE = frozenset({"type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf"})
KEYWORDS = ANNOTATIONS | LIMITS | STRUCTURE
TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")


def checked_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """`schema` itself; ValueError says what is wrong with it, where, and what to write instead."""
    try:
        _check(_written(schema))
    except RecursionError:
        raise ValueError("It is nested absurdly deep; make it flatter.") from None
    return schema


# Payloads are read more often than written, and the same ones again and again.
@lru_cache(maxsize=256)
def _check(source: str) -> None:
    """First what keeps the rest short, then what JSON Schema says, then what we say."""
    schema = json.loads(source)
    if schema.get("type") != "object":
        raise ValueError('The outermost schema must have "type": "object" and name its properties.')
    nodes = []
    for path, node in _nodes(schema, "the outermost schema", 1):
        nodes.append((path, node))
        if len(nodes) > MOST_NODES:
            raise ValueError(f"More than {MOST_NODES} schemas within it; ask for less.")
        for keyword in node:
            if keyword not in KEYWORDS:
                raise ValueError(f"{path}: {_refused(keyword)}")
    if error := next(schema_errors(schema), None):
        place = ".".join(str(part) for part in error.path)[:_SHOWN] or "the outermost schema"
        raise ValueError(f"{place}: not a JSON schema: {error.message[:_SHOWN]}.")
    for path, node in nodes:
        _check_node(path, node)


def _written(schema: dict[str, Any]) -> str:
    """As JSON, which it must be and of no great size."""
    try:
        source = json.dumps(schema, allow_nan=False)
    except (TypeError, ValueError):
        raise ValueError("It is no plain JSON; send an object of texts, numbers, lists and objects.") from None
    if len(source) > MOST_CHARACTERS:
        raise ValueError(f"It has {len(source):,} characters; at most {MOST_CHARACTERS:,} are taken.")
    return source


def _nodes(node: Any, path: str, depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every schema in `node` with its path; ValueError where one is none, or lies too deep."""
    if not isinstance(node, dict):
        raise ValueError(f"{path}: a schema must be an object.")  # noqa: TRY004 - pydantic reports these only
    if depth > MOST_DEPTH:
        raise ValueError(f"{path}: nested more than {MOST_DEPTH} deep; make it flatter.")
    yield path, node
    before = "" if depth == 1 else f"{path}."
    properties = node.get("properties", {})
    for name, part in properties.items() if isinstance(properties, dict) else ():
        yield from _nodes(part, f"{before}{name[:LONGEST_NAME]}", depth + 1)
    if "items" in node:
        yield from _nodes(node["items"], f"{path}[]", depth + 1)
    alternatives = node.get("anyOf", [])
    for part in alternatives if isinstance(alternatives, list) else ():
        yield from _nodes(part, path, depth + 1)


def _check_node(path: str, node: Mapping[str, Any]) -> None:
    kind = node.get("type")
    if kind is None and not node.keys() & {"enum", "const", "anyOf"}:
        raise ValueError(f"{path}: say its type, one of {', '.join(TYPES)}.")
    kinds = kind if isinstance(kind, list) else [kind]
    if "object" in kinds:
        _check_properties(path, node)
    if "array" in kinds and "items" not in node:
        raise ValueError(f"{path}: a list needs items, the schema of one of them.")
    if len(node.get("enum", ())) > MOST_CHOICES:
        raise ValueError(f"{path}: at most {MOST_CHOICES} values of enum are taken.")
    if any(isinstance(choice, (dict, list)) for choice in [*node.get("enum", ()), node.get("const")]):
        raise ValueError(f"{path}: enum and const take texts, numbers, true, false and null.")


def _check_properties(path: str, node: Mapping[str, Any]) -> None:
    properties = node.get("properties")
    if not isinstance(properties, dict) or not 1 <= len(properties) <= MOST_PROPERTIES:
        raise ValueError(f"{path}: an object needs properties, 1 to {MOST_PROPERTIES} of them.")
    for name in properties:
        if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
            raise ValueError(f"{path}: names of properties have 1 to {LONGEST_NAME} printable characters.")
    required = node.get("required", ())
    if unknown := [name for name in required if name not in properties]:
        raise ValueError(f"{path}: required names {str(unknown[0])[:LONGEST_NAME]!r}, which is none of its properties.")
    if not isinstance(node.get("additionalProperties", False), bool):
        raise ValueError(f"{path}: additionalProperties takes true or false only.")  # noqa: TRY004 - as above


def _refused(keyword: str) -> str:
    name = keyword[:LONGEST_NAME]
    match keyword:
        case "$ref" | "$dynamicRef" | "$defs" | "definitions" | "$id" | "$anchor":
            return f"{name} is not taken: nothing is looked up elsewhere. Write the schema out where it is used."
        case "pattern" | "patternProperties":
            return f"{name} is not taken: texts could make it take hours. Use enum, or check the answer yourself."
        case _:
            return f"{name} is not taken. Known are {', '.join(sorted(KEYWORDS))}."
