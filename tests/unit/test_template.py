"""The migrated database of which every part of `make test` begins with a copy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite

from config.databases import database
from tests.support.template import copied


class TestCopied:
    def test_file_is_what_the_test_database_begins_with(self, tmp_path: Path) -> None:
        template, made = tmp_path / "template.sqlite3", tmp_path / "test.sqlite3"
        template.write_bytes(b"migrated")
        made.write_bytes(b"left by another run")
        connection = SQLite({"TEST": {"NAME": str(made)}})
        creation: Any = connection.creation  # the stubs leave out what makes it
        with copied(str(template), connection):
            assert str(made) == creation._create_test_db(verbosity=0, autoclobber=True)
        assert b"migrated" == made.read_bytes()
        creation._create_test_db(verbosity=0, autoclobber=True)
        assert not made.exists(), "later test databases are new"

    def test_database_is_what_the_test_database_is_made_from(self, tmp_path: Path) -> None:
        settings = database("postgres://nobody@127.0.0.1:1/nothing", tmp_path)
        settings["TEST"] |= {"CHARSET": None}
        connection = PostgreSQL(settings)
        plain = connection.creation.sql_table_creation_suffix()
        with copied("stq_template", connection):
            assert 'WITH TEMPLATE "stq_template"' == connection.creation.sql_table_creation_suffix()
        assert plain == connection.creation.sql_table_creation_suffix()
