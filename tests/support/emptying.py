"""Empties the database after a test that commits: what Django's flush does, at a tenth of its time.

A flush truncates every table and then announces the migrations again, which writes the permissions of every model
anew. Here only what has rows is deleted, and what migrations have written stays.
"""

from __future__ import annotations

from functools import cache

from django.db import connection, transaction

KEPT = {"django_migrations", "django_content_type", "auth_permission"}
VACUUMED_FROM = 5_000  # rows: fewer dead ones slow nothing down


def empty() -> None:
    """Delete every row the tests wrote. References are checked at the end, so the order does not matter."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_filled())
        deleted = {table: _delete(table) for (table,) in cursor.fetchall()}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in (table for table, rows in deleted.items() if rows >= VACUUMED_FROM):
                cursor.execute(f"VACUUM {table}")


def _delete(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")
        return cursor.rowcount


@cache
def _filled() -> str:
    """The statement that names the tables with rows."""
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - KEPT)
    return " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables)
