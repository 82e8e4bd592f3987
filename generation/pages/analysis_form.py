"""The form of a new analysis, made from the fields of its payload."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import NoneType
from typing import Any, get_args, get_origin

from django.http import QueryDict
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generation.documents.analysis import Analysis
from generation.pages.controls import Control

# What is chosen by other means than a control.
_APART = frozenset({"template", "document_id"})
ABOUT = ("questions", "target_language", "output_schema", "instruction")
_TYPES = {bool: "boolean", int: "integer", float: "number", list: "list", dict: "text"}
_LONG = 10_000


def controls(values: Mapping[str, Any], errors: Mapping[str, str]) -> list[Control]:
    """One for each field, groups taken apart, showing `values`; `errors` are by path, `questions.0` at `questions`."""
    return [
        _control(path, field, _at(values, path), _error_at(path, errors))
        for path, field in _fields(Analysis.model_fields)
    ]


def values_of(posted: QueryDict) -> dict[str, Any]:
    """What was typed, as fields; those left empty are left out. What cannot be read stays as it was typed."""
    values: dict[str, Any] = {}
    for path, field in _fields(Analysis.model_fields):
        value = _typed(posted, path, _type(field))
        if value is not None:
            group, _, name = path.rpartition(".")
            (values.setdefault(group, {}) if group else values)[name] = value
    if template := posted.get("template"):
        values["template"] = template
    return values


def _fields(fields: Mapping[str, FieldInfo], prefix: str = "") -> list[tuple[str, FieldInfo]]:
    found: list[tuple[str, FieldInfo]] = []
    for name, field in fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            found += _fields(field.annotation.model_fields, f"{prefix}{name}.")
        elif name not in _APART:
            found.append((prefix + name, field))
    return found


def _control(path: str, field: FieldInfo, value: Any, error: str) -> Control:
    kind = _type(field)
    limits = {name: limit for item in field.metadata for name, limit in _limits(item)}
    shown = json.dumps(value, indent=2, ensure_ascii=False) if isinstance(value, dict) else value
    is_long = kind == "list" and not path.startswith("models.")
    return Control(
        name=path,
        label=field.title or path,
        help=field.description or "",
        type=kind,
        value=field.default if shown is None and kind == "boolean" else shown,
        default=None if kind == "boolean" else field.default,
        minimum=limits.get("ge"),
        maximum=limits.get("le"),
        max_length=_LONG if path in ABOUT and kind == "text" and path != "target_language" else None,
        item_max_length=_LONG if is_long else None,
        error=error,
    )


def _limits(item: Any) -> list[tuple[str, Any]]:
    return [(name, getattr(item, name)) for name in ("ge", "le") if hasattr(item, name)]


def _type(field: FieldInfo) -> str:
    plain = [kind for kind in (get_args(field.annotation) or (field.annotation,)) if kind is not NoneType]
    kind = get_origin(field.annotation) or plain[0]
    kind = get_origin(kind) or kind
    return next((word for known, word in _TYPES.items() if kind is known or plain[0] is known), "text")


def _at(values: Mapping[str, Any], path: str) -> Any:
    group, _, name = path.rpartition(".")
    inner = values.get(group, {}) if group else values
    return inner.get(name) if isinstance(inner, Mapping) else None


def _error_at(path: str, errors: Mapping[str, str]) -> str:
    return " ".join(text for key, text in errors.items() if key == path or key.startswith(path + "."))


def _typed(posted: QueryDict, path: str, kind: str) -> Any:
    typed = posted.get(path, "").replace("\r\n", "\n").strip()
    match kind:
        case "boolean":
            return path in posted
        case "list":
            lines = typed.splitlines() if path == "questions" else typed.replace(",", "\n").splitlines()
            return [line.strip() for line in lines if line.strip()] or None
        case "integer" | "number":
            return _number(typed, kind)
        case _ if path == "output_schema":
            return _json(typed)
        case _:
            return typed or None


def _number(typed: str, kind: str) -> float | int | str | None:
    try:
        return (int(typed) if kind == "integer" else float(typed)) if typed else None
    except ValueError:
        return typed


def _json(typed: str) -> Any:
    try:
        return json.loads(typed) if typed else None
    except (ValueError, RecursionError):
        return typed
