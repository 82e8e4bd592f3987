"""Large values on their way to the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def unlogged() -> Iterator[None]:
    """Within it Django keeps no copy of the statements and their values, which it writes out where DEBUG is on.

    For ten megabytes that takes three times as long as storing them.
    """
    connection.make_debug_cursor = connection.make_cursor  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        del connection.make_debug_cursor
