"""Schedules of the release before: their payloads are of the first version. Forward, back, forward."""

from __future__ import annotations

import pytest

from jobs.handlers.recurring import fire_due
from jobs.models import Job, Schedule
from jobs.queue import schedules
from jobs.queue.clock import now
from jobs.testing import ScriptedHandler, scripted
from tests.support.migrations import schema_of
from tests.support.users import make_user

BEFORE, AFTER = "0016_time_entries", "0017_schedule_payload_version"


@pytest.mark.django_db(transaction=True)
class TestPayloadVersion:
    def test_is_the_first_of_schedules_that_were_there(self) -> None:
        with scripted():
            owner = make_user()
            for number in range(3):
                cron = f"{number} 6 * * *"
                schedules.add(Schedule(owner=owner, name=str(number), kind=ScriptedHandler.kind, payload={}, cron=cron))
            names = {"0", "1", "2"}
            with schema_of("jobs") as migrate:
                for schema in (AFTER, BEFORE, AFTER):
                    there = migrate(schema).get_model("jobs", "Schedule").objects
                    assert names == set(there.values_list("name", flat=True))
            assert {1} == set(Schedule.objects.values_list("payload_version", flat=True))
            Schedule.objects.filter(name="1").update(next_at=now())
            assert (1, 1) == (fire_due(), Job.objects.count())
