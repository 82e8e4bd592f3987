"""Places of a fan-out, on a database at work: forward, back, forward."""

from __future__ import annotations

import pytest

from jobs.models import Job
from jobs.queue.claim import claim
from jobs.states import AttemptOutcome
from tests.support.migrations import schema_of
from tests.support.queue import CHILD_KIND, WORKER, child, fanned_out, running, settled

BEFORE, AFTER = "0013_spans_in_words", "0014_places"


@pytest.mark.django_db(transaction=True)
class TestPlaces:
    def test_leave_nobody_in_line_for_the_release_before(self) -> None:
        earlier = fanned_out(running(), 2)
        children = [child() for _ in range(3)]
        parent = settled(running(), AttemptOutcome.FANNED_OUT, children=children, at_once=1)
        with schema_of("jobs") as migrate:
            for schema, in_line in ((AFTER, 2), (BEFORE, 0), (AFTER, 0)):
                jobs = migrate(schema).get_model("jobs", "Job").objects
                assert 2 == jobs.filter(parent_id=earlier.pk, status="pending").count()
                assert in_line == jobs.filter(parent_id=parent.pk, status="blocked").count()
        assert {"pending"} == set(Job.objects.filter(parent=parent).values_list("status", flat=True))
        assert 5 == len(claim(WORKER, {CHILD_KIND: 1}, 10))
