"""The options told to programs: one list for forms, flags and documentation, one JSON schema for the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from generation.cards.options.limits import allowed_ratings
from generation.cards.options.options import OPTION_GROUPS, CardOptions

_LIMITS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_items",
    "maxItems": "max_items",
    "pattern": "pattern",
}


def json_schema(ratings: Sequence[str] | None = None) -> dict[str, Any]:
    """JSON schema of `CardOptions` without references, with `ratings`, or else those this site allows."""
    schema = CardOptions.model_json_schema()
    definitions = schema.pop("$defs", {})
    schema["properties"] = {name: _inlined(field, definitions) for name, field in schema["properties"].items()}
    schema["properties"]["rating"]["enum"] = list(ratings or allowed_ratings())
    return schema


def plain_schema(model: type[BaseModel]) -> dict[str, Any]:
    """JSON schema of any model, without references."""
    schema = model.model_json_schema()
    definitions = schema.pop("$defs", {})
    plain: dict[str, Any] = _inlined(schema, definitions)
    return plain


def describe(ratings: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """`[{name, label, options: [{name, label, help, type, default, required, essential, ...limits}]}]`.

    Types are text, integer, number, boolean, choice, choices, list and object, which has `fields` of its own. A text
    with `id_of` is the id of a `card` or of an `upload`.
    """
    schema = json_schema(ratings)
    required = set(schema["required"])
    groups: dict[str, dict[str, Any]] = {
        name: {"name": name, "label": label, "options": []} for name, label in OPTION_GROUPS.items()
    }
    for name, field in schema["properties"].items():
        groups[field["group"]]["options"].append(_described(name, field, name in required))
    return list(groups.values())


def flat(ratings: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """Every option once, nested ones apart, each with its `path` such as `limits.timeout_s` and its `group`'s label."""
    for group in describe(ratings):
        for option in group["options"]:
            for part in option.get("fields", [option]):
                nested = part is not option
                yield {
                    **part,
                    "path": f"{option['name']}.{part['name']}" if nested else part["name"],
                    "group": group["label"],
                }


def _described(name: str, field: dict[str, Any], required: bool = False) -> dict[str, Any]:
    value = _value(field)
    items = value.get("items", {})
    described: dict[str, Any] = {
        "name": name,
        "label": field["title"],
        "help": field["description"],
        "type": _type(value),
        "default": field.get("default"),
        "required": required,
        "essential": field.get("essential", False),
    }
    described |= {ours: value[theirs] for theirs, ours in _LIMITS.items() if theirs in value}
    if "id_of" in field:
        described["id_of"] = field["id_of"]
    if choices := value.get("enum") or items.get("enum"):
        described["choices"] = choices
    if "maxLength" in items:
        described["item_max_length"] = items["maxLength"]
    if value.get("type") == "object":
        described["fields"] = [_described(key, inner) for key, inner in value["properties"].items()]
    return described


def _value(field: dict[str, Any]) -> dict[str, Any]:
    """`field` without its null alternative."""
    for alternative in field.get("anyOf", ()):
        if alternative.get("type") != "null":
            return {**field, **alternative}
    return field


def _type(value: dict[str, Any]) -> str:
    if "enum" in value:
        return "choice"
    if value["type"] == "array":
        return "choices" if "enum" in value["items"] else "list"
    kind: str = value["type"]
    return "text" if kind == "string" else kind


def _inlined(node: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_inlined(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target = definitions[node["$ref"].rpartition("/")[2]]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return {key: _inlined(value, definitions) for key, value in node.items()}


def range_in_words(option: Mapping[str, Any]) -> str:
    """From the least to the most that a number may be, as people write them: 0.000001, not 1e-06."""
    least, most = (Decimal(repr(option[name])) for name in ("minimum", "maximum"))
    return f"{least:,f} to {most:,f}"
