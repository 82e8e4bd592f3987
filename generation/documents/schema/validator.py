"""JSON Schema's own validator, loaded when first asked for: it takes a tenth of a second that few processes need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.module_loading import import_string

_CLASS = "jsonschema.Draft202012Validator"


def errors_of(value: Any, schema: Mapping[str, Any]) -> Iterator[Any]:
    """What is wrong with `value`: errors with `path`, `validator`, `validator_value`, `context` and `message`."""
    found: Iterator[Any] = import_string(_CLASS)(schema).iter_errors(value)
    return found


def schema_errors(schema: Any) -> Iterator[Any]:
    """What is wrong with `schema` as a schema."""
    return errors_of(schema, import_string(_CLASS).META_SCHEMA)
