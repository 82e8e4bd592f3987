"""Megabytes to PostgreSQL as they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def binary_values() -> Iterator[None]:
    """Statements inside bind their values on the server.

    Django writes values into the text of a statement, bytes in twice as many hexadecimal digits, which costs three
    times as much on both sides.
    """
    if connection.vendor != "postgresql":
        yield
        return
    from django.db.backends.postgresql.base import ServerBindingCursor  # noqa: PLC0415 - needs psycopg

    connection.ensure_connection()
    driver = connection.connection
    usual, driver.cursor_factory = driver.cursor_factory, ServerBindingCursor
    try:
        yield
    finally:
        driver.cursor_factory = usual
