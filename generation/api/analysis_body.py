"""The body of a submission, JSON or a form, as its document, what is asked of it, and what its job is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from rest_framework.exceptions import ValidationError

from generation.api.analysis_shapes import ToldIn
from generation.services.analyze import Told, check_options
from jobs.errors import InvalidSubmission
from jobs.money import nano

SOURCES = ("file", "text", "document_id")
ONE_OF = (
    "Send one document: `file` of a form (multipart/form-data), `text` in JSON, or the `document_id` of a stored one."
)
# Fields of a form that are more than a text, each written as JSON.
_AS_JSON = frozenset(
    {
        "max_chunk_chars", "overlap_chars", "max_attempts", "concurrency", "failure_threshold", "reduce", "models",
        "output_schema",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """`document_id` is that of a stored document, or None where `file` or `text` is to be stored as `name`."""

    document_id: UUID | None
    file: UploadedFile[bytes] | None
    text: str
    name: str
    options: Mapping[str, Any]
    told: Told


def read_body(data: Any, idempotency_key: str | None) -> Body:
    """ValidationError names every bad field of all of it."""
    if not isinstance(data, Mapping):
        raise ValidationError("Send a JSON object, or a form.")
    given = _of_form(data) if isinstance(data, QueryDict) else dict(data)
    form = ToldIn(data={name: given.pop(name) for name in list(given) if name in ToldIn().fields})
    errors: dict[str, Any] = {} if form.is_valid() else dict(form.errors)
    source = {name: given.pop(name) for name in SOURCES if given.get(name) is not None}
    errors |= _faults_of_source(source)
    try:
        check_options(given)
    except InvalidSubmission as error:
        errors |= {field: [text] for field, text in error.errors.items()}
    if errors:
        raise ValidationError(errors)
    return _body(source, given, dict(form.validated_data), idempotency_key)


def _body(source: dict[str, Any], options: dict[str, Any], told: dict[str, Any], key: str | None) -> Body:
    cap = told.pop("max_cost_usd", None)
    document_id = source.get("document_id")
    return Body(
        document_id=None if document_id is None else UUID(document_id),
        file=source.get("file"),
        text=source.get("text", ""),
        name=told.pop("name", ""),
        options=options,
        told=Told(**told, max_cost_nano=None if cap is None else nano(cap), idempotency_key=key),
    )


def _faults_of_source(source: Mapping[str, Any]) -> dict[str, list[str]]:
    if len(source) != 1:
        return {(next(iter(source)) if source else "file"): [ONE_OF]}
    ((name, value),) = source.items()
    if name == "document_id" and not _is_id(value):
        return {name: ["This is no id; ids look like 0192f3a1-5c2e-7b3a-9d41-6f0c2a8e4b17."]}
    if name == "text" and not isinstance(value, str):
        return {name: ["Must be a text."]}
    if name == "file" and not isinstance(value, UploadedFile):
        return {name: ["Send the file itself, as a part of a form with a file name."]}
    return {}


def _is_id(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValueError:
        return False


def _of_form(data: QueryDict) -> dict[str, Any]:
    """A form's texts as the values they stand for; empty ones are left out, `questions` may be given again."""
    values: dict[str, Any] = {}
    for name in data:
        given = [value for value in data.getlist(name) if value != ""]
        if name == "questions":
            values[name] = _questions(given)
        elif len(given) > 1:
            raise ValidationError({name[:200]: ["Send this field once."]})
        elif given:
            values[name] = _typed(given[0]) if name in _AS_JSON else given[0]
    return values


def _questions(given: list[Any]) -> Any:
    listed = _typed(given[0]) if len(given) == 1 else None
    return listed if isinstance(listed, list) else given


def _typed(value: Any) -> Any:
    """What is no JSON stays as it is, to be refused by its field."""
    try:
        return json.loads(value)
    except (TypeError, ValueError, RecursionError):
        return value
