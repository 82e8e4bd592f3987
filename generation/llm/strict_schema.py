"""A pydantic model as the JSON Schema that `response_format: json_schema, strict` accepts."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

# Strict mode knows no others; what they limit is validated by ourselves.
KEPT = {"$ref", "anyOf", "const", "description", "enum", "items", "type"}


def response_format(schema: type[BaseModel]) -> dict[str, Any]:
    """The `response_format` parameter: every property required, no other allowed."""
    source = schema.model_json_schema()
    strict = _strict(source)
    if definitions := source.get("$defs"):
        strict["$defs"] = {name: _strict(part) for name, part in definitions.items()}
    return {"type": "json_schema", "json_schema": {"name": schema.__name__, "strict": True, "schema": strict}}


def _strict(node: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in node.items() if key in KEPT}
    if "items" in kept:
        kept["items"] = _strict(kept["items"])
    if "anyOf" in kept:
        kept["anyOf"] = [_strict(part) for part in kept["anyOf"]]
    if node.get("type") == "object":
        properties = node.get("properties", {})
        kept["properties"] = {name: _strict(part) for name, part in properties.items()}
        kept["required"] = list(properties)
        kept["additionalProperties"] = False
    return kept
