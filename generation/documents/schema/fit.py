"""Values by a person's schema: extras dropped, what is missing null, the rest validated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generation.documents.schema.relax import relaxed
from generation.documents.schema.validator import errors_of

MOST_FAULTS = 5
_SHOWN = 80


def fitted(value: dict[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """`value` with exactly the properties of `schema`, any of them null; ValueError says what does not fit."""
    filled: dict[str, Any] = _filled(value, schema)
    if found := faults(filled, relaxed(schema)):
        raise ValueError("; ".join(found))
    return filled


def faults(value: Any, schema: Mapping[str, Any]) -> list[str]:
    """The first of the places where `value` breaks `schema`, as `path: what is asked there`."""
    found = []
    for error in errors_of(value, schema):
        found.append(_told(error))
        if len(found) == MOST_FAULTS:
            break
    return found


def faults_of_whole(value: Any, schema: Mapping[str, Any]) -> list[str]:
    """As `faults`, of what all parts say: null is what none of them says, a fault only where `schema` requires it."""
    found = []
    for error in errors_of(value, schema):
        if error.instance is not None:
            found.append(_told(error))
        elif _is_required(schema, [*error.path]):
            found.append(f"{_place(error)} is required, and no part says it")
        if len(found) == MOST_FAULTS:
            break
    return found


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Everything in `value` that is neither object nor list, with its path such as `lines.0.amount`."""
    if isinstance(value, Mapping):
        pairs: Iterator[tuple[Any, Any]] = iter(value.items())
    elif isinstance(value, list):
        pairs = iter(enumerate(value))
    else:
        yield path, value
        return
    for key, part in pairs:
        yield from leaves(part, f"{path}.{key}" if path else str(key))


def _filled(value: Any, schema: Mapping[str, Any]) -> Any:
    if isinstance(value, dict) and isinstance(properties := schema.get("properties"), Mapping):
        return {name: _filled(value.get(name), part) for name, part in properties.items()}
    if isinstance(value, list) and isinstance(items := schema.get("items"), Mapping):
        return [_filled(part, items) for part in value]
    return value


def _is_required(schema: Mapping[str, Any], path: Sequence[str | int]) -> bool:
    """Whether the property at the end of `path` is required; what stands behind an `anyOf` is not known to be."""
    node: Any = schema
    for key in path[:-1]:
        node = node.get("items", {}) if isinstance(key, int) else node.get("properties", {}).get(key, {})
    return bool(path) and path[-1] in node.get("required", ())


def _place(error: Any) -> str:
    return ".".join(str(part) for part in error.path) or "value"


def _told(error: Any) -> str:
    """Without the value itself, which may be long and is the model's."""
    path = _place(error)
    if error.validator == "anyOf" and error.context:  # our own "or null": the first alternative says more
        return _told_within(path, error.context[0])
    return f"{path} must have {error.validator} {str(error.validator_value)[:_SHOWN]}"


def _told_within(path: str, error: Any) -> str:
    return f"{path} must be null or have {error.validator} {str(error.validator_value)[:_SHOWN]}"
