"""The test database at the schema of an earlier release, for tests of migrations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

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


def _migrate(targets: list[tuple[str, str]]) -> Apps:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    executor.loader.build_graph()
    apps: Apps = executor.loader.project_state(targets).apps
    return apps
