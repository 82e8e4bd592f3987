"""Pydantic's errors in plain sentences that say what to send instead."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

# By pydantic's type of error, filled in from its context.
_SENTENCES = {
    "missing": "Missing; send this field.",
    "extra_forbidden": "Unknown field; remove it.",
    "unexpected_keyword_argument": "Unknown field; remove it.",
    "string_type": "Must be text.",
    "string_too_short": "Too short; send at least {min_length} characters.",
    "string_too_long": "Too long; send at most {max_length} characters.",
    "int_type": "Must be a whole number.",
    "int_parsing": "Must be a whole number.",
    "int_from_float": "Must be a whole number.",
    "float_type": "Must be a number.",
    "float_parsing": "Must be a number.",
    "finite_number": "Must be a finite number.",
    "bool_type": "Must be true or false.",
    "bool_parsing": "Must be true or false.",
    "greater_than": "Must be more than {gt}.",
    "greater_than_equal": "Must be {ge} or more.",
    "less_than": "Must be less than {lt}.",
    "less_than_equal": "Must be {le} or less.",
    "literal_error": "Must be one of {expected}.",
    "enum": "Must be one of {expected}.",
    "list_type": "Must be a list.",
    "tuple_type": "Must be a list.",
    "set_type": "Must be a list.",
    "too_short": "Too few; send at least {min_length}.",
    "too_long": "Too many; send at most {max_length}.",
    "dict_type": "Must be an object.",
    "model_type": "Must be an object.",
    "dataclass_type": "Must be an object.",
    "uuid_type": "Must be an id (a UUID).",
    "uuid_parsing": "Must be an id (a UUID).",
}


def field_errors(error: ValidationError, prefix: str = "") -> dict[str, str]:
    """Pydantic's errors as `{dotted path: sentence}`, the first of each path."""
    found: dict[str, str] = {}
    for item in error.errors(include_url=False):
        path = ".".join([*([prefix] if prefix else []), *(str(part) for part in item["loc"])])
        found.setdefault(path or "payload", _sentence(item))
    return found


def _sentence(item: Mapping[str, Any]) -> str:
    kind = item["type"]
    # A text that may be null is measured as a list would be.
    if isinstance(item.get("input"), str) and f"string_{kind}" in _SENTENCES:
        kind = f"string_{kind}"
    if sentence := _SENTENCES.get(kind):
        return sentence.format_map({name: _plain(value) for name, value in item.get("ctx", {}).items()})
    return str(item["msg"]).removeprefix("Value error, ")


def _plain(value: Any) -> Any:
    """A number as people write it: 0.000001, not 1e-06."""
    return f"{Decimal(repr(value)).normalize():f}" if isinstance(value, float) else value
