"""Indexes of fewer rows and keys left to the queue, on a database at work: forward, back, forward."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from jobs.models import Job
from jobs.testing import drain, enqueue, scripted
from tests.support.migrations import schema_of
from tests.support.users import make_user

BEFORE, BETWEEN, AFTER = "0008_standing", "0009_indexes_of_some_rows", "0010_fewer_keys"


def refuses(model: Any, job: Job, **same: str) -> bool:
    """Whether a second job of the same owner is refused that has the `same` key."""
    columns = {field.attname: getattr(job, field.attname) for field in model._meta.fields if hasattr(job, field.attname)}
    twin = model(**columns | {"id": None, "idempotency_key": None, "unique_key": None} | same)
    twin.id = twin.root_id = model._meta.get_field("id").get_default()
    try:
        with transaction.atomic():
            twin.save(force_insert=True)
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False


def indexes_of_all_rows() -> set[str]:
    """The columns that stand first in an index of all jobs."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "jobs_job")
        partial = partial_indexes(cursor)
    return {each["columns"][0] for name, each in found.items() if each["index"] and name not in partial}


def partial_indexes(cursor: Any) -> set[str]:
    if connection.vendor == "postgresql":
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'jobs_job' AND indexdef LIKE '%% WHERE %%'")
    else:
        cursor.execute("SELECT name FROM sqlite_master WHERE tbl_name = 'jobs_job' AND sql LIKE '%% WHERE %%'")
    return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
class TestFewerKeys:
    def test_guard_the_jobs_of_the_release_before_at_every_step(self) -> None:
        with scripted():
            owner = make_user()
            done = enqueue(owner.pk)
            drain()
            job = enqueue(owner.pk)
            Job.objects.filter(pk=job.pk).update(idempotency_key="once", unique_key="only")
            job.refresh_from_db()
            with schema_of("jobs") as migrate:
                for schema in (BEFORE, BETWEEN, AFTER, BEFORE, AFTER):
                    model = migrate(schema).get_model("jobs", "Job")
                    assert {done.pk, job.pk} == set(model.objects.values_list("pk", flat=True))
                    assert refuses(model, job, idempotency_key="once")
                    assert refuses(model, job, unique_key="only")
                    assert not refuses(model, job, unique_key="another")
            drain()
            assert {"completed"} == set(Job.objects.values_list("status", flat=True))

    def test_leave_no_index_of_all_jobs_on_what_few_have(self) -> None:
        assert {"unique_key", "assignee_id", "root_id"}.isdisjoint(indexes_of_all_rows())
