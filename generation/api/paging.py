"""Lists in pages: `{count, next, previous, results}`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

M = TypeVar("M", bound=Model)


def page_of(
    rows: QuerySet[M], describe: Callable[[M], dict[str, Any]], request: Request, *, limit: int, offset: int
) -> dict[str, Any]:
    """Rows `offset` to `offset + limit` in JSON, with the addresses of the pages beside."""
    count = rows.count()
    return {
        "count": count,
        "next": _address(request, offset + limit) if offset + limit < count else None,
        "previous": _address(request, max(0, offset - limit)) if offset else None,
        "results": [describe(row) for row in rows[offset : offset + limit]],
    }


def _address(request: Request, offset: int) -> str:
    address = request.build_absolute_uri()
    return replace_query_param(address, "offset", offset) if offset else remove_query_param(address, "offset")
