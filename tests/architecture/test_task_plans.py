"""A person's tasks are found by indexes, however much machines do for the same person."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from accounts.models import User
from jobs.models import Job
from jobs.pages.tasks.asked import SORTS
from jobs.queue import control
from jobs.selectors.due_days import due_days
from jobs.selectors.tasks import Column, TaskFilters, first_of, in_columns, slice_of, tasks_of, words_of
from jobs.selectors.time_entries import running_of
from jobs.states import MANUAL
from tests.support.plans import fill, plans
from tests.support.queue import FUTURE, new_job
from tests.support.users import make_user

ROWS = 20_000
TASKS = 30
# What would read machines' work too: the whole table, or all that one person has.
TOO_MUCH = re.compile(r"Seq Scan on jobs_job\b|SCAN jobs_job(?! USING)|\bjob_of_owner\b|job_finished_of_owner")


def filled() -> User:
    """Somebody with few tasks among many jobs of machines, and tasks that others gave them."""
    few = fill(ROWS)
    owner = Job.objects.exclude(owner=few).order_by("owner_id")[0].owner
    giver = make_user()
    for number in range(TASKS):
        for who, assignee in ((owner, None), (giver, owner.pk), (giver, None)):
            due = FUTURE + timedelta(hours=number)
            task = new_job(who.pk, kind=MANUAL, assignee_id=assignee, due_at=due, beyond_limit=True)
            if number % 2:
                control.complete(task.pk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return owner


def asked(owner: User) -> dict[str, Callable[[], Any]]:
    parts = tasks_of(owner, TaskFilters())
    last = first_of(parts, SORTS["newest"], 1)[0]
    columns = {column.value: [column] for column in Column} | {"open": [Column.TODO, Column.DOING], "all": list(Column)}
    named: dict[str, Callable[[], Any]] = {}
    for (name, chosen), (sort, ordering) in product(columns.items(), SORTS.items()):
        narrowed = in_columns(parts, chosen)
        named[f"first of {name} by {sort}"] = partial(first_of, narrowed, ordering, 21)
        named[f"further on of {name} by {sort}"] = partial(slice_of, narrowed, ordering, last, 50)
    month = [part.filter(due_at__gte=FUTURE, due_at__lt=FUTURE + timedelta(days=42)) for part in parts]
    return named | {
        "calendar": partial(due_days, month, ZoneInfo("Europe/Paris"), 4),
        "words": partial(words_of, owner),
        "timer": partial(running_of, owner.pk),
    }


def check_plans() -> str:
    """All plans, each of which reads little."""
    owner = filled()
    given = {what: "\n".join(plans(act)) for what, act in asked(owner).items()}
    assert {} == {what: plan for what, plan in given.items() if TOO_MUCH.search(plan)}
    assert "job_tasks_of_owner" in given["first of done by finished"]
    return "\n".join(given.values())


@pytest.mark.django_db
class TestTasks:
    """Twice, so that each database is asked: architecture tests run on the first only."""

    @pytest.mark.sqlite
    def test_are_found_by_indexes_on_sqlite(self) -> None:
        assert "job_newest_tasks" in check_plans()

    @pytest.mark.postgresql
    def test_are_found_by_indexes_on_postgresql(self) -> None:
        assert "job_open_tasks" in check_plans()

    def test_name_their_kind_in_the_statement(self) -> None:
        """PostgreSQL keeps plans: one that is to fit every kind takes no index of this kind's rows."""
        sql, parameters = Job.objects.tasks().query.sql_with_params()
        assert "'manual'" in sql
        assert () == parameters
