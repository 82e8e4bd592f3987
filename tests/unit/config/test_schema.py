"""The OpenAPI schema covers the API, and nothing else. That it is valid, `test_generated_docs` says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator

NOT_DESCRIBED = {"/api/schema/", "/api/docs/"}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the URLconf, with the names of its parts in braces."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        else:
            yield re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path), pattern


def served() -> dict[str, set[str]]:
    """The methods that the API serves by address."""
    return {
        path: {method for method in ("get", "post", "put", "patch", "delete") if hasattr(view, method)}
        for path, pattern in routes(get_resolver().url_patterns)
        if path.startswith("/api/") and path not in NOT_DESCRIBED and (view := pattern.callback.view_class)  # type: ignore[attr-defined] # as_view sets it
    }


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            yield f"{method} {path}", operation


class TestSchema:
    def test_describes_every_address_with_its_methods(self, schema) -> None:
        described = {path: {*item} for path, item in schema["paths"].items()}

        assert served() == described
        assert "/api/v1/jobs/{job_id}/cancel" in described

    def test_says_what_every_operation_answers(self, schema) -> None:
        silent = [
            name
            for name, operation in operations(schema)
            if not any(code.startswith("2") for code in operation["responses"])
        ]
        assert silent == []

    def test_describes_the_body_of_every_answer(self, schema) -> None:
        bare = [
            name
            for name, operation in operations(schema)
            for code, answer in operation["responses"].items()
            if code not in {"204", "304"} and not answer.get("content")
        ]
        assert bare == []

    def test_gives_every_operation_a_sentence(self, schema) -> None:
        assert [name for name, operation in operations(schema) if not operation.get("description")] == []

    def test_refers_to_nothing_that_is_not_there(self, schema) -> None:
        wanted = set(re.findall(r"'#/components/schemas/(\w+)'", repr(schema)))

        assert wanted - schema["components"]["schemas"].keys() == set()
