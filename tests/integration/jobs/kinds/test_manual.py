"""The kind `manual` among the others: as a part of a machine's job, made again and again, and never run."""

from __future__ import annotations

import math

import pytest

from jobs.errors import PermanentError
from jobs.handlers.recurring import fire_due
from jobs.handlers.retention import rules_of
from jobs.kinds.manual import Manual, ManualPayload
from jobs.models import Job, Schedule, TimeEntry
from jobs.queue import control
from jobs.queue.claim import claim
from jobs.queue.timers import start_timer
from jobs.services.schedules import create_schedule
from jobs.states import MANUAL
from tests.support.queue import WORKER, assert_consistent, children_of, fanned_out, running

pytestmark = pytest.mark.django_db


def begun_part() -> tuple[Job, Job]:
    """A machine's job that waits for a part which a person has begun."""
    parent = fanned_out(running(), kind=MANUAL)
    (part,) = children_of(parent)
    assert [] == claim(WORKER, {MANUAL: 1}, 10)
    return parent, start_timer(part.pk, part.owner_id).job


class TestAsAPart:
    def test_lets_its_parent_join_once_a_person_completes_it(self):
        parent, part = begun_part()
        control.complete(part.pk)
        parent.refresh_from_db()
        assert (0, "queue") == (parent.children_open, parent.custody)
        assert_consistent(parent.pk, part.pk)

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize(("act", "status"), [(control.cancel, "cancelled"), (control.hold, "held")])
    def test_leaves_the_persons_hands_with_its_parent(self, act, status):
        parent, part = begun_part()
        act(parent.pk)
        assert [status, status] == [Job.objects.get(pk=job.pk).status for job in (parent, part)]
        assert not TimeEntry.objects.running().exists()
        assert_consistent(parent.pk, part.pk)

    def test_takes_its_parent_back_when_it_is_reopened(self):
        parent, part = begun_part()
        control.complete(part.pk)
        control.reopen(part.pk)
        parent.refresh_from_db()
        assert (1, "children") == (parent.children_open, parent.custody)


class TestSchedule:
    def test_makes_a_task_again_and_again(self, user):
        schedule = create_schedule(
            user, {"name": "Weekly", "kind": MANUAL, "title": "Water the plants", "cron": "0 9 * * 1", "payload": {}}
        )
        Schedule.objects.filter(pk=schedule.pk).update(next_at=schedule.created_at)
        assert 1 == fire_due()
        assert ("pending", "Water the plants") == tuple(Job.objects.values_list("status", "title").get())


class TestHandler:
    def test_keeps_what_people_did(self):
        assert {math.inf} == {rule.days for rule in rules_of(MANUAL)}

    def test_refuses_to_be_run(self):
        with pytest.raises(PermanentError):
            Manual().run(None, ManualPayload())
