"""Indexes of people's tasks, on a database at work: forward, back, forward."""

from __future__ import annotations

import pytest
from django.db import connection

from jobs.models import Job
from jobs.queue import control
from jobs.states import MANUAL
from tests.support.migrations import schema_of
from tests.support.queue import FUTURE, new_job

BEFORE, AFTER = "0019_lifts_reminders_missed", "0020_tasks"
NEW = {"job_open_tasks", "job_newest_tasks", "job_tasks_of_owner", "job_due_of_owner"}


def indexes() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, Job._meta.db_table))


@pytest.mark.django_db(transaction=True)
class TestTasks:
    def test_are_indexed_beside_the_work_of_machines(self) -> None:
        due, machines = new_job(kind=MANUAL, due_at=FUTURE), new_job()
        done = control.complete(new_job(kind=MANUAL).pk)
        with schema_of("jobs") as migrate:
            for schema, there in ((AFTER, NEW), (BEFORE, set()), (AFTER, NEW)):
                jobs = migrate(schema).get_model("jobs", "Job").objects
                assert there == indexes() & NEW
                assert {due.pk, machines.pk, done.pk} == set(jobs.values_list("pk", flat=True))
        assert [due.pk] == list(Job.objects.tasks().filter(finished_at=None).values_list("pk", flat=True))
