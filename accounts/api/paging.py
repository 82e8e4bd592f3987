"""Lists in pages: `{count, next, previous, results}`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

M = TypeVar("M", bound=Model)

MAX_LIMIT = 100
DEFAULT_LIMIT = 20


def page_of(
    rows: QuerySet[M],
    describe: Callable[[Sequence[M]], list[dict[str, Any]]],
    request: Request,
    *,
    limit: int,
    offset: int,
) -> dict[str, Any]:
    """Rows `offset` to `offset + limit` as `describe` tells them, with the addresses of the pages beside."""
    count = rows.count()
    return {
        "count": count,
        "next": address(request, offset=offset + limit) if offset + limit < count else None,
        "previous": address(request, offset=max(0, offset - limit)) if offset else None,
        "results": describe(list(rows[offset : offset + limit])),
    }


def address(request: Request, **parameters: int | str | None) -> str:
    """The address that was asked for, with `parameters` put in the place of its own; falsy ones are taken out."""
    url: str = request.build_absolute_uri()
    for name, value in parameters.items():
        url = replace_query_param(url, name, value) if value else remove_query_param(url, name)
    return url
