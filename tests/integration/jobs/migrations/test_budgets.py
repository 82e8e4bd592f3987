"""Budgets, gates and the index of held jobs, on a database at work: forward, back, forward."""

from __future__ import annotations

import pytest

from jobs.models import Job
from jobs.queue.funding import Funding
from jobs.queue.spending import job_key
from jobs.queue.writes import Batch
from jobs.states import AttemptOutcome
from tests.integration.jobs.queue.test_budget import answered, reservation, reserved
from tests.support.migrations import schema_of
from tests.support.queue import running, settled, write


BEFORE, AFTER = "0010_fewer_keys", "0013_spans_in_words"


@pytest.mark.django_db(transaction=True)
class TestBudgets:
    def test_keep_the_jobs_that_the_release_before_held(self) -> None:
        custodian = running(max_cost_nano=15)
        answered(custodian, reserved(custodian, 10), 10)
        write(custodian, Batch(reservations=[reservation(10)]))
        job = settled(custodian, AttemptOutcome.CANCELLED)
        with schema_of("jobs") as migrate:
            for schema in (BEFORE, AFTER, BEFORE, AFTER):
                apps = migrate(schema)
                kept = apps.get_model("jobs", "Job").objects.get(pk=job.pk)
                assert ("held", "budget", 15) == (kept.status, kept.held_reason, kept.max_cost_nano)
            spends = apps.get_model("jobs", "Spend").objects
            assert not spends.exists(), "what was spent before is in the ledger alone"
            spends.create(key=job_key(job.pk), settled_nano=10, wanted_nano=10)
        assert 0 == Funding().page()
        Job.objects.filter(pk=job.pk).update(max_cost_nano=20)
        assert 1 == Funding().page()
