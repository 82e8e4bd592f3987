"""The only clock that decides anything: the database's."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection

POSTGRES_NOW = "SELECT clock_timestamp()"
SQLITE_NOW = "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')"


def now() -> datetime:
    """The database's time, aware, in UTC."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_NOW)
            moment: datetime = cursor.fetchone()[0]
            return moment.astimezone(UTC)
        cursor.execute(SQLITE_NOW)
        return datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=UTC)
