"""Roll-ups, on a database at work: forward, back, forward."""

from __future__ import annotations

import pytest

from jobs.models import Job, WorkRollUp
from jobs.services.metrics import Asked, measure
from tests.support.history import at, called, past_job, ran
from tests.support.migrations import schema_of
from tests.support.queue import assert_consistent, new_job
from tests.support.rollups import roll_up, told_wrong

BEFORE, AFTER = "0017_schedule_payload_version", "0018_roll_ups"
SPRING = Asked(at("02-01 00:00").date(), at("04-30 00:00").date(), "UTC")


@pytest.mark.django_db(transaction=True)
class TestRollUps:
    def test_come_to_work_that_was_done_before_there_were_any(self, user) -> None:
        done, waiting = past_job(user, "03-03 09:00", "03-03 09:20"), new_job()
        ran(done, 20)
        called(done, 1_000_000_000)
        roll_up()
        with schema_of("jobs") as migrate:
            for schema in (BEFORE, AFTER, BEFORE, AFTER):
                jobs = migrate(schema).get_model("jobs", "Job").objects
                assert {"completed", "pending"} == set(jobs.values_list("status", flat=True))
        assert not WorkRollUp.objects.exists()
        roll_up()
        assert [] == told_wrong()
        found = measure(user, "summary", SPRING)
        assert (1, 20.0, "1", True) == (
            found["ended"], found["machine_minutes"], found["cost"]["cost_usd"], found["basis"]["roll_ups"],
        )  # fmt: skip
        assert_consistent(waiting.pk)
        assert 2 == Job.objects.count()
