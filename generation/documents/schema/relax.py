"""What is asked of each part: the same schema, in which everything may be null, since a part may not say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# What only the whole document can keep to.
_OF_THE_WHOLE = frozenset({"required", "minItems", "default", "examples", "$schema"})


def relaxed(schema: Mapping[str, Any]) -> dict[str, Any]:
    """`schema` with all properties required, each of them nullable, no others allowed."""
    kept = {key: value for key, value in schema.items() if key not in _OF_THE_WHOLE}
    if isinstance(properties := schema.get("properties"), Mapping):
        kept["properties"] = {name: _nullable(relaxed(part)) for name, part in properties.items()}
        kept["required"] = list(properties)
        kept["additionalProperties"] = False
    if "items" in schema:
        kept["items"] = relaxed(schema["items"])
    if "anyOf" in schema:
        kept["anyOf"] = [relaxed(part) for part in schema["anyOf"]]
    return kept


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """Either `schema` or null."""
    about: dict[str, Any] = {key: schema.pop(key) for key in ("title", "description") if key in schema}
    return {**about, "anyOf": [schema, {"type": "null"}]}
