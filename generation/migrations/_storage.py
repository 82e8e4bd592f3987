"""How PostgreSQL keeps the values of a column."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

HAS_LZ4 = "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"


class KeepQuickly(Operation):
    """Keep large values of a column packed by LZ4, or as they are where the server was built without it.

    By default PostgreSQL packs them so that ten megabytes take it a quarter of a second, in the request that brought
    them; LZ4 takes less time than writing what it saves. Nothing happens on other databases.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str, name: str) -> None:
        self.model_name = model_name
        self.name = name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models do not know of it."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            with schema_editor.connection.cursor() as cursor:
                cursor.execute(HAS_LZ4)
                has_lz4 = cursor.fetchone() == (True,)
            setting = "SET COMPRESSION lz4" if has_lz4 else "SET STORAGE EXTERNAL"
            self._alter(app_label, schema_editor, to_state, setting)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            self._alter(app_label, schema_editor, from_state, "SET STORAGE EXTENDED")
            self._alter(app_label, schema_editor, from_state, "SET COMPRESSION DEFAULT")

    def _alter(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: Any, setting: str) -> None:
        meta = state.apps.get_model(app_label, self.model_name)._meta
        table, column = map(schema_editor.quote_name, (meta.db_table, meta.get_field(self.name).column))
        schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} {setting}")

    def describe(self) -> str:
        return f"Keep {self.name} of {self.model_name} quickly"
