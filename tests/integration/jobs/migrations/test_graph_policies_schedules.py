"""The tables of the graph, the policies and the schedules, added to a database at work: forward, back, forward."""

from __future__ import annotations

from typing import Any

import pytest

from jobs.models import Artefact, Dependency, Job, KindPolicy, Schedule, Worker
from jobs.queue.clock import now
from jobs.testing import drain, enqueue, scripted
from tests.support.migrations import schema_of
from tests.support.users import make_user

BEFORE, AFTER = "0002_storage", "0010_fewer_keys"


@pytest.mark.django_db(transaction=True)
class TestGraphPoliciesSchedules:
    def test_keep_the_jobs_and_workers_of_the_release_before(self) -> None:
        with scripted():
            owner = make_user()
            done, waits = enqueue(owner.pk), None
            drain()
            waits = enqueue(owner.pk)
            with schema_of("jobs") as migrate:
                old = migrate(BEFORE)
                assert 2 == old.get_model("jobs", "Job").objects.count()
                assert 1 == old.get_model("jobs", "Worker").objects.count()

                self.fill(done, waits, migrate(AFTER).get_model("jobs", "Schedule"))

                migrate(BEFORE)
                assert {done.pk, waits.pk} == set(old.get_model("jobs", "Job").objects.values_list("pk", flat=True))

                migrate(AFTER)
                assert [0] * 4 == [model.objects.count() for model in (Artefact, Dependency, KindPolicy, Schedule)]
                assert None is Worker.objects.get().paused_at
            drain()
            assert {"completed"} == set(Job.objects.values_list("status", flat=True))

    @staticmethod
    def fill(done: Job, waits: Job, schedule: Any) -> None:
        Dependency.objects.create(job=waits, upstream=done, is_open=False)
        KindPolicy.objects.create(kind="scripted", max_running=3)
        schedule.objects.create(owner_id=done.owner_id, name="daily", kind="scripted", cron="@daily", created_at=now())
        Artefact.objects.create(
            job=done, name="a", media_type="text/plain", size=1, digest="0" * 64, content=b"a", created_at=now()
        )
        Worker.objects.update(paused_at=now())
