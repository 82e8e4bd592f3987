"""A migrated database of which tests begin with a copy: to migrate takes seconds, and every part of the suite would.

What is copied is migrated too, which finds nothing to do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# Tells a run of pytest the name of its template: a database beside its own on PostgreSQL, a file on SQLite.
VARIABLE = "TEST_TEMPLATE"
ROOT = Path(__file__).resolve().parent.parent.parent


def on_sqlite(place: Path) -> str:
    """A new template, as a file in `place`."""
    name = str(place / "template.sqlite3")
    _migrate(f"sqlite:///{name}")
    return name


@contextmanager
def on_postgresql(url: str) -> Iterator[str]:
    """A new template on the server at `url`; dropped on leaving."""
    name = f"stq_template_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        _migrate(urlsplit(url)._replace(path=f"/{name}").geturl())
        yield name
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def _migrate(url: str) -> None:
    environ = os.environ | {"DATABASE_URL": url, "ENV_FILE": os.devnull, "WITHOUT_WEB": "true"}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=environ, check=True)


@contextmanager
def copied(name: str, connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Within it, Django makes the test database of `connection` as a copy of the template `name`."""
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "postgresql":
            patch.setitem(connection.settings_dict["TEST"], "TEMPLATE", name)
        else:
            creation: Any = connection.creation  # the stubs leave out what is replaced
            made = creation._create_test_db

            def create(*args: Any, **options: Any) -> str:
                return str(shutil.copyfile(name, made(*args, **options)))

            patch.setattr(creation, "_create_test_db", create)
        yield
