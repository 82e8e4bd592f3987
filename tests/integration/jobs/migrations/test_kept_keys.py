"""Unique keys beyond the end, on a database at work: forward, back, forward."""

from __future__ import annotations

import pytest

from jobs.models import Job
from jobs.queue.unique import Unique
from jobs.states import AttemptOutcome, Status
from tests.support.migrations import schema_of
from tests.support.queue import claimed, new_job, settled

BEFORE, AFTER = "0014_places", "0015_kept_keys"


@pytest.mark.django_db(transaction=True)
class TestKeptKeys:
    def test_stay_where_they_are(self) -> None:
        kept = new_job(unique=Unique("kept", states=frozenset(Status)))
        settled(claimed(kept), AttemptOutcome.COMPLETED)
        live = new_job(unique=Unique("live"))
        keys = dict(Job.objects.values_list("pk", "unique_key"))
        with schema_of("jobs") as migrate:
            for schema in (AFTER, BEFORE, AFTER):
                jobs = migrate(schema).get_model("jobs", "Job").objects
                assert keys == dict(jobs.values_list("pk", "unique_key"))
        assert None not in {keys[kept.pk], keys[live.pk]}
        settled(claimed(live), AttemptOutcome.COMPLETED)
        assert Job.objects.get(pk=live.pk).unique_key is None
