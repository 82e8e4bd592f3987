"""What stands in the addresses of pages: ids that a reader may have mistyped, and where a list goes on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID


def id_in(text: Any) -> UUID | None:
    """None for what is no id."""
    try:
        return UUID(str(text or ""))
    except ValueError:
        return None


def listing(path: str, **asked: str) -> str:
    """The list at `path` as it is `asked` for; what is empty is left out."""
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{path}?{query}" if query else path
