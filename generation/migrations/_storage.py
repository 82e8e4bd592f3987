"""How PostgreSQL keeps the values of a column."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class KeepUncompressed(Operation):
    """Keep a wide column beside its table, as it is; nothing happens on other databases.

    Compressing ten megabytes takes PostgreSQL half a second, in the request that brought them.
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
        self._set(app_label, schema_editor, to_state, "EXTERNAL")

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._set(app_label, schema_editor, from_state, "EXTENDED")

    def _set(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: Any, storage: str) -> None:
        if schema_editor.connection.vendor == "postgresql":
            meta = state.apps.get_model(app_label, self.model_name)._meta
            table, column = map(schema_editor.quote_name, (meta.db_table, meta.get_field(self.name).column))
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE {storage}")

    def describe(self) -> str:
        return f"Keep {self.name} of {self.model_name} uncompressed"
