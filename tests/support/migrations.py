"""The test database at the schema of an earlier release, for tests of migrations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from itertools import pairwise
from typing import Any, TypeAlias

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.db.models import Field

Migrate: TypeAlias = Callable[[str], Apps]
Key: TypeAlias = tuple[str, str]
# The models where these migrations are applied, and at each step of one that is applied next.
_moments: dict[frozenset[Key], ProjectState] = {}
_steps: dict[tuple[frozenset[Key], Key], list[ProjectState]] = {}


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


class _Step:
    """An operation between two states that are known: it changes the database only."""

    def __init__(self, operation: Any, before: ProjectState, after: ProjectState) -> None:
        self._operation = operation
        self._before = before
        self._after = after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._operation, name)

    def state_forwards(self, app: str, state: ProjectState) -> None:
        """It is known."""

    def database_forwards(self, app: str, editor: Any, _from: ProjectState, _to: ProjectState) -> None:
        self._operation.database_forwards(app, editor, self._before, self._after)

    def database_backwards(self, app: str, editor: Any, _from: ProjectState, _to: ProjectState) -> None:
        self._operation.database_backwards(app, editor, self._after, self._before)


class _Executor(MigrationExecutor):
    """Makes the models of each moment of history once: to make them is most of what migrations take.

    Which they are depends on what is applied, not on how one came there.
    """

    def migrate(self, targets: Any, *args: Any, **options: Any) -> ProjectState:
        self._applied = set(self.loader.applied_migrations)
        return super().migrate(targets, *args, **options)

    def _create_project_state(self, with_applied_migrations: bool = False) -> ProjectState:
        return ProjectState()

    def _migrate_all_backwards(self, plan: Any, full_plan: Any, fake: bool) -> ProjectState:
        for migration, _ in plan:
            self.unapply_migration(ProjectState(), migration, fake=fake)
        return ProjectState()

    def apply_migration(self, state: ProjectState, migration: Migration, *args: Any, **options: Any) -> ProjectState:
        super().apply_migration(state, self._in_steps(migration), *args, **options)
        self._applied.add((migration.app_label, migration.name))
        return state

    def unapply_migration(self, state: ProjectState, migration: Migration, *args: Any, **options: Any) -> ProjectState:
        self._applied.remove((migration.app_label, migration.name))
        return super().unapply_migration(state, self._in_steps(migration), *args, **options)

    def _in_steps(self, migration: Migration) -> Any:
        """The migration, to be applied next, with operations that know their states."""
        found: Any = copy(migration)
        steps = zip(migration.operations, pairwise(self._states(frozenset(self._applied), migration)), strict=True)
        found.operations = [_Step(operation, *states) for operation, states in steps]
        return found

    def _states(self, applied: frozenset[Key], migration: Migration) -> list[ProjectState]:
        key = (migration.app_label, migration.name)
        if (applied, key) not in _steps:
            states = _steps[applied, key] = [self.moment(applied)]
            for operation in migration.operations:
                states.append(states[-1].clone())
                operation.state_forwards(migration.app_label, states[-1])
            _moments.setdefault(applied | {key}, states[-1])
        return _steps[applied, key]

    def moment(self, applied: frozenset[Key]) -> ProjectState:
        """Where just these are applied."""
        if applied not in _moments:
            state = _moments[applied] = ProjectState(real_apps=self.loader.unmigrated_apps)
            for migration, _ in self.migration_plan(self.loader.graph.leaf_nodes(), clean_start=True):
                if (migration.app_label, migration.name) in applied:
                    migration.mutate_state(state, preserve=False)
            state.apps  # noqa: B018 - made here, each step makes anew only what it changes
        return _moments[applied]


def _migrate(targets: list[tuple[str, str]]) -> Apps:
    executor = _Executor(connection)
    executor.migrate(targets)
    executor.loader.build_graph()
    apps: Apps = executor.moment(frozenset(executor.loader.applied_migrations)).apps
    return apps
