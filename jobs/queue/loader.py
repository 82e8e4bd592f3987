"""Loads many rows into a table: COPY on PostgreSQL, one statement run for row after row on SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db import connection

from jobs.queue.sqlite_writer import stored

COPY = "COPY {table} ({columns}) FROM STDIN"
INSERT = "INSERT INTO {table} ({columns}) VALUES ({values})"


def load(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert `rows`, the values of `columns`, inside the caller's transaction. JSON is given as text."""
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    if connection.vendor == "postgresql":
        _copy(COPY.format(table=table, columns=names), rows)
    else:
        values = ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            cursor.executemany(
                INSERT.format(table=table, columns=names, values=values),
                cast("Any", ([stored(value) for value in row] for row in rows)),
            )


def _copy(statement: str, rows: Iterable[Sequence[Any]]) -> None:
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
