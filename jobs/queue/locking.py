"""Row locks in the order that avoids deadlocks, parents, then jobs, each by id; and what to do where one came up."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import OperationalError, connection
from django.db.models import Model, QuerySet, UUIDField

from jobs.models import Job

# What may be megabytes, and few who lock a job want to see.
WIDE = ("payload", "result", "description")
# As the ORM would have it, which takes longer to write the statement than the database to run it.
LOCK = {
    "postgresql": "SELECT {columns} FROM jobs_job WHERE {condition} FOR UPDATE",
    "sqlite": "SELECT {columns} FROM jobs_job WHERE {condition}",
}
BY_ID = {
    "postgresql": "id = ANY(%(ids)s::uuid[]) ORDER BY id",
    "sqlite": "id IN (SELECT value FROM json_each(%(ids)s)) ORDER BY id",
}
_AS_STORED = UUIDField()

M = TypeVar("M", bound=Model)
P = ParamSpec("P")
T = TypeVar("T")

# SQLSTATE of a transaction that PostgreSQL ended because it and another waited for each other.
DEADLOCK = "40P01"
TRIES = 5
PAUSE_SECONDS = 0.05


def again_after_deadlock(function: Callable[P, T]) -> Callable[P, T]:
    """Do `function`, which is one transaction, again when it was the one that PostgreSQL ended to resolve a deadlock.

    Inside a transaction of the caller's it is done once: that one is to be repeated then.
    """

    @wraps(function)
    def persistent(*args: P.args, **kwargs: P.kwargs) -> T:
        tries = 1 if connection.in_atomic_block else TRIES
        for number in range(1, tries):
            try:
                return function(*args, **kwargs)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", None) != DEADLOCK:
                    raise
                time.sleep(random.uniform(0.0, PAUSE_SECONDS * number))
        return function(*args, **kwargs)

    return persistent


def locked(rows: QuerySet[M], *, skip: bool = False) -> list[M]:
    """The `rows`, locked until the transaction ends; with `skip`, those not locked by others.

    SQLite has one writer, and its transactions here are IMMEDIATE: being inside one is the lock.
    """
    if connection.vendor == "postgresql":
        rows = rows.select_for_update(skip_locked=skip, of=("self",))
    return list(rows)


def lock_by_id(ids: Iterable[UUID], *, without: Sequence[str] = ()) -> dict[UUID, Job]:
    """The jobs of `ids` that exist, locked in the order of their ids; the columns `without` are not read."""
    wanted: Any = [each.hex for each in set(ids)]
    if connection.vendor == "sqlite":
        wanted = json.dumps(wanted)
    return {job.pk: job for job in locked_by(BY_ID[connection.vendor], {"ids": wanted}, without=without)}


def locked_by(condition: str, parameters: Mapping[str, Any], *, without: Sequence[str] = WIDE) -> list[Job]:
    """The jobs that `condition` says in SQL, locked as `locked` locks; the columns `without` are not read."""
    statement = LOCK[connection.vendor].format(columns=_columns(tuple(without)), condition=condition)
    return list(Job.objects.raw(statement, parameters))


def stored_id(job_id: UUID) -> Any:
    """`job_id` as this database keeps it."""
    return _AS_STORED.get_db_prep_value(job_id, connection)


@cache
def _columns(without: tuple[str, ...]) -> str:
    names = (str(field.column) for field in Job._meta.concrete_fields if field.name not in without)  # noqa: SLF001
    return ", ".join(connection.ops.quote_name(name) for name in names)


def lock_chain(job_id: UUID) -> Job | None:
    """The job `job_id`, locked after all its ancestors, the root first; None when there is no such job."""
    ids = [job_id]
    while (parent_id := Job.objects.filter(pk=ids[-1]).values_list("parent_id", flat=True).first()) is not None:
        ids.append(parent_id)
    for ancestor_id in reversed(ids[1:]):
        lock_by_id([ancestor_id])
    return lock_by_id([job_id]).get(job_id)
