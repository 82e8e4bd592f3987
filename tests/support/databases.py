"""The test database's address, for processes that a test starts, and another database for one test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

from django.core.management import call_command
from django.db import connection


def database_url() -> str:
    """DATABASE_URL of the database this test uses."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    user = quote(settings["USER"])
    password = f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else ""
    host = settings["HOST"] or "127.0.0.1"
    return f"postgres://{user}{password}@{host}:{settings['PORT'] or 5432}/{settings['NAME']}"


def send_others_away() -> None:
    """End whatever other connections there are to the test database: PostgreSQL drops none that is in use."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@contextmanager
def elsewhere(url: str) -> Iterator[None]:
    """This thread's connection goes to the empty PostgreSQL database `url`, which is migrated; by no pool of others."""
    usual, there = connection.settings_dict, urlsplit(url)
    connection.close()
    connection.settings_dict = usual | {
        "NAME": there.path[1:],
        "USER": there.username or "",
        "PASSWORD": there.password or "",
        "HOST": there.hostname or "",
        "PORT": there.port or 5432,
        "OPTIONS": {name: value for name, value in usual["OPTIONS"].items() if name != "pool"},
    }
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        connection.settings_dict = usual
