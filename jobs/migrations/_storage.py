"""Storage settings of tables, which only PostgreSQL has."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class SetStorage(Operation):
    """Set storage parameters of a model's table, such as `fillfactor=50`; nothing happens on other databases."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str, **parameters: float) -> None:
        self.model_name = model_name
        self.parameters = parameters

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models do not know of it."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        given = ", ".join(f"{name} = {value}" for name, value in self.parameters.items())
        self._alter(app_label, schema_editor, to_state, f"SET ({given})")

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._alter(app_label, schema_editor, from_state, f"RESET ({', '.join(self.parameters)})")

    def _alter(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: Any, action: str) -> None:
        if schema_editor.connection.vendor == "postgresql":
            table = state.apps.get_model(app_label, self.model_name)._meta.db_table
            schema_editor.execute(f"ALTER TABLE {schema_editor.quote_name(table)} {action}")

    def describe(self) -> str:
        return f"Set storage parameters of {self.model_name}"
