"""Inherited priorities, reminders and missed times, on a database at work: forward, back, forward."""

from __future__ import annotations

import pytest

from jobs.models import Dependency, Job, Notice, Schedule
from jobs.queue import control, notices
from jobs.queue.clock import now
from jobs.testing import drain, enqueue, scripted
from tests.support.migrations import schema_of
from tests.support.queue import FUTURE
from tests.support.users import make_user

BEFORE, AFTER = "0018_roll_ups", "0019_lifts_reminders_missed"


@pytest.mark.django_db(transaction=True)
class TestLiftsRemindersMissed:
    def test_keep_jobs_edges_and_schedules_of_the_release_before(self) -> None:
        with scripted():
            owner = make_user()
            slow = enqueue(owner.pk, priority="low")
            skips = enqueue(owner.pk, depends_on=[slow.pk], on_dependency_failure="skip", priority="urgent")
            task = enqueue(owner.pk, "manual", title="t", due_at=FUTURE, remind_minutes_before=60)
            notices.post(task.pk, owner.pk, "t", task.pk)
            Schedule.objects.create(
                owner=owner, name="n", kind="scripted", cron="@daily", missed="all", created_at=now()
            )
            ids = {job.pk for job in Job.objects.all()}
            assert ("urgent", 4) == (Job.objects.get(pk=slow.pk).lifted_to, len(ids))
            with schema_of("jobs") as migrate:
                old = migrate(BEFORE)
                assert ids == set(old.get_model("jobs", "Job").objects.values_list("pk", flat=True))
                assert ["cancel"] == list(
                    old.get_model("jobs", "Dependency").objects.values_list("on_failure", flat=True)
                )
                new = migrate(AFTER)
                assert ids == set(new.get_model("jobs", "Job").objects.values_list("pk", flat=True))
                assert "once" == new.get_model("jobs", "Schedule").objects.get().missed
                migrate(BEFORE)
                migrate(AFTER)
            assert (0, "cancel") == (Notice.objects.count(), Dependency.objects.get().on_failure)
            control.cancel(task.pk)
            drain(kinds=("scripted",))
            assert ["completed"] * 2 == [Job.objects.get(pk=job.pk).status for job in (slow, skips)]
