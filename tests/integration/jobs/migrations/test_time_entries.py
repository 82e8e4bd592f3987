"""Time entries, on a database at work: forward, back, forward."""

from __future__ import annotations

import pytest

from jobs.models import Job, TimeEntry
from jobs.queue.clock import now
from jobs.queue.timers import start_timer
from jobs.states import MANUAL
from tests.support.migrations import schema_of
from tests.support.queue import assert_consistent, new_job

BEFORE, AFTER = "0015_kept_keys", "0016_time_entries"


@pytest.mark.django_db(transaction=True)
class TestTimeEntries:
    def test_come_to_jobs_that_people_had_before_there_were_any(self) -> None:
        begun, waiting = new_job(kind=MANUAL), new_job(kind=MANUAL)
        Job.objects.filter(pk=begun.pk).update(status="processing", custody="person", started_at=now())
        with schema_of("jobs") as migrate:
            for schema in (BEFORE, AFTER, BEFORE, AFTER):
                jobs = migrate(schema).get_model("jobs", "Job").objects
                assert {("processing", "person"), ("pending", None)} == set(jobs.values_list("status", "custody"))
        for job in (begun, waiting):
            start_timer(job.pk, job.owner_id)
            assert_consistent(job.pk)
        assert 2 == TimeEntry.objects.running().count()
