"""Indexes on tables that are written to while they are made."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddIndex


class AddIndexBesideWrites(AddIndex):
    """`AddIndex` without a lock that keeps writers out on PostgreSQL; its migration must not be atomic."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._do(app_label, schema_editor, to_state, "add_index")

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._do(app_label, schema_editor, from_state, "remove_index")

    def _do(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: Any, verb: str) -> None:
        model = state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            concurrently = {"concurrently": True} if schema_editor.connection.vendor == "postgresql" else {}
            getattr(schema_editor, verb)(model, self.index, **concurrently)


class AddUniquenessBesideWrites(AddConstraint):
    """`AddConstraint` of a unique constraint with a condition, which is an index, as `AddIndexBesideWrites`."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            created = str(self.constraint.create_sql(model, schema_editor))
            schema_editor.execute(created.replace("CREATE UNIQUE INDEX", "CREATE UNIQUE INDEX CONCURRENTLY", 1))


class AddCheckBesideWrites(AddConstraint):
    """`AddConstraint` of a check: on PostgreSQL it holds for what is written from now on, then the rows are looked at."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            table, name = (schema_editor.quote_name(each) for each in (model._meta.db_table, self.constraint.name))
            schema_editor.execute(f"{self.constraint.create_sql(model, schema_editor)} NOT VALID")
            schema_editor.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
