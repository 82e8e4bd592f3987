"""How the database would carry out what a verb asks of it, on a queue of many rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from accounts.models import User
from jobs.models import Job
from jobs.queue import control
from jobs.states import AttemptOutcome
from tests.support.queue import FUTURE, new_job, running, settled
from tests.support.users import make_user

SERIES = {
    "postgresql": "SELECT number, lpad(to_hex(number), 32, '0')::uuid AS id FROM generate_series({0}, {1}) AS number",
    "sqlite": "WITH RECURSIVE counting(number) AS"
    " (SELECT {0} UNION ALL SELECT number + 1 FROM counting WHERE number < {1})"
    " SELECT number, printf('%%032x', number) AS id FROM counting",
}
EXPLAINED = ("SELECT", "UPDATE", "DELETE", "WITH")
LATER = {
    "postgresql": "{0} + number * interval '1 second'",
    "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', {0}, '+' || number || ' seconds')",
}


def fill(rows: int) -> User:
    """About `rows` jobs: pending, scheduled, held and completed. Four owners have nearly all; the one returned, few."""
    few = rows // 50
    start = 1
    for share in (*[(rows - few) // 4] * 4, few):
        person = make_user()
        for template in _templates(person.pk):
            _copy(template, start, start + share // 4)
            start += share // 4 + 1
            if not template.is_final:
                control.cancel(template.pk)
    _lease(rows // 40)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return person


def _templates(owner_id: UUID) -> list[Job]:
    return [
        settled(running(owner_id=owner_id), AttemptOutcome.COMPLETED),
        new_job(owner_id=owner_id),
        new_job(owner_id=owner_id, run_at=FUTURE),
        control.hold(new_job(owner_id=owner_id).pk),
    ]


def _copy(template: Job, first: int, last: int) -> None:
    expressions = {"id": "made.id", "root_id": "made.id"}
    for name in ("turn_at", "wake_at", "finished_at"):
        if getattr(template, name) is not None:
            expressions[name] = LATER[connection.vendor].format(f"template.{name}")
    columns = [str(field.column) for field in Job._meta.concrete_fields]
    _execute(
        f"INSERT INTO jobs_job ({', '.join(columns)})"
        f" SELECT {', '.join(expressions.get(name, f'template.{name}') for name in columns)}"
        f" FROM jobs_job AS template CROSS JOIN ({SERIES[connection.vendor].format(first, last)}) AS made"
        " WHERE template.id = %s",
        [_key(template)],
    )


def _lease(count: int) -> None:
    """`count` leases. They stand beside finished jobs, so that none of them is claimed: only their table matters."""
    later = LATER[connection.vendor].format("lease.expires_at")
    _execute(
        "INSERT INTO jobs_lease (job_id, lease_id, worker_id, kind, owner_id, claimed_at, expires_at, deadline_at)"
        f" SELECT job.id, job.id, lease.worker_id, job.kind, job.owner_id, lease.claimed_at, {later},"
        " lease.deadline_at"
        " FROM jobs_lease AS lease JOIN (SELECT id, kind, owner_id, row_number() OVER (ORDER BY id) AS number"
        f" FROM jobs_job WHERE outcome IS NOT NULL LIMIT {count}) AS job ON 1 = 1"
        " WHERE lease.job_id = %s",
        [_key(Job.objects.get(pk=running(priority="urgent").job_id))],
    )


def _key(job: Job) -> str:
    return str(job.pk) if connection.vendor == "postgresql" else job.pk.hex


def _execute(statement: str, parameters: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """What is executed meanwhile, with its parameters; of many at once the first."""
    seen: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        seen.append((sql, parameters[0] if many else parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield seen


def plans(act: Callable[[], Any]) -> list[str]:
    """The plan of each statement of `act`, which is undone."""
    with transaction.atomic():
        with statements() as seen:
            act()
        transaction.set_rollback(True)
    return [_plan(*each) for each in seen if each[0].lstrip().startswith(EXPLAINED)]


def _plan(sql: str, parameters: Any) -> str:
    explain = "EXPLAIN (COSTS OFF)" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}", parameters)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
