"""The test database at the schema of an earlier release, for tests of migrations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any, TypeAlias

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Field

Migrate: TypeAlias = Callable[[str], Apps]


@contextmanager
def schema_of(app: str) -> Iterator[Migrate]:
    """Gives `migrate(name)`, which takes `app` to that migration and returns the models of that time.

    The newest schema is back at the end. Needs `@pytest.mark.django_db(transaction=True)`: SQLite changes tables
    outside transactions only.
    """

    def migrate(name: str) -> Apps:
        return _migrate([(app, name)])

    try:
        yield migrate
    finally:
        _migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())


@contextmanager
def quick_models() -> Iterator[None]:
    """Within it, the models that migrations make, thousands of them, take two thirds of the time.

    A field that no model has yet is copied, as the fields of abstract models are, and not made anew from its arguments.
    """
    made_anew = Field.clone

    def clone(field: Field[Any, Any]) -> Field[Any, Any]:
        return made_anew(field) if hasattr(field, "model") else deepcopy(field)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Field, "clone", clone)
        yield


class _Executor(MigrationExecutor):
    """Undoes in two thirds of the time: once models are made, each operation that follows makes most of them anew.

    So what stays stands first in the plan, as it may: whatever depends on what is undone is undone too.
    """

    def _migrate_all_backwards(self, plan: Any, full_plan: Any, fake: bool) -> Any:
        undone = {migration for migration, _ in plan}
        ordered = sorted(full_plan, key=lambda step: step[0] in undone)
        return super()._migrate_all_backwards(plan, ordered, fake)  # type: ignore[misc] # the stubs leave it out


def _migrate(targets: list[tuple[str, str]]) -> Apps:
    executor = _Executor(connection)
    executor.migrate(targets)
    executor.loader.build_graph()
    apps: Apps = executor.loader.project_state(targets).apps
    return apps
