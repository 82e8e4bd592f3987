"""Reminders of due dates: made with one field, they follow the task and go with it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from jobs.errors import InvalidSubmission
from jobs.models import Job
from jobs.queue import control
from jobs.queue.amend import amend
from jobs.queue.clock import now
from jobs.services import Submission, Unique, submit_many
from jobs.services.duplicate import duplicate_job
from jobs.testing import enqueue
from tests.support.queue import FUTURE, assert_consistent
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)


def task(owner, **fields) -> Job:
    wanted = {"title": "Proofread", "due_at": FUTURE, "remind_minutes_before": 60}
    return enqueue(owner.pk, "manual", **(wanted | fields))


def reminders(**fields) -> list[Job]:
    return list(Job.objects.filter(kind="reminder", **fields).order_by("pk"))


def only() -> Job:
    (reminder,) = reminders(outcome=None)
    return reminder


class TestReminder:
    def test_is_a_scheduled_job_so_long_before_the_task_is_due(self, user):
        made = task(user)
        reminder = only()
        assert ("scheduled", FUTURE - HOUR, FUTURE - HOUR) == (reminder.status, reminder.run_at, reminder.wake_at)
        assert (user.pk, "Due: Proofread", str(made.pk)) == (
            reminder.owner_id, reminder.title, reminder.payload["job"],
        )  # fmt: skip
        assert_consistent(reminder.pk)

    def test_is_made_when_the_task_is_changed(self, user):
        made = task(user, due_at=None, remind_minutes_before=None)
        amend(made.pk, {"due_at": FUTURE})
        assert [] == reminders()
        amend(made.pk, {"remind_minutes_before": 0})
        assert FUTURE == only().run_at

    def test_follows_the_due_date_and_the_time_before_it(self, user):
        made = task(user)
        reminder = only()
        amend(made.pk, {"due_at": FUTURE - 24 * HOUR})
        amend(made.pk, {"remind_minutes_before": 120})
        assert (reminder.pk, FUTURE - 26 * HOUR, FUTURE - 26 * HOUR) == (only().pk, only().run_at, only().wake_at)
        assert_consistent(reminder.pk)

    @pytest.mark.parametrize("change", [{"due_at": None}, {"remind_minutes_before": None}])
    def test_goes_when_it_is_wanted_no_more_and_comes_back(self, user, change):
        made = task(user)
        amend(made.pk, change)
        assert [] == reminders(outcome=None)
        amend(made.pk, {"due_at": FUTURE, "remind_minutes_before": 60})
        assert FUTURE - HOUR == only().run_at

    @pytest.mark.parametrize("end", [control.complete, control.cancel])
    def test_goes_when_the_task_ends(self, user, end):
        made = task(user)
        end(made.pk)
        assert ["cancelled"] == [reminder.status for reminder in reminders()]
        assert_consistent(made.pk, reminders()[0].pk)

    def test_goes_when_what_the_task_waits_for_fails(self, user):
        first = enqueue(user.pk, "manual")
        task(user, depends_on=[first.pk])
        control.cancel(first.pk)
        assert ["cancelled"] == [reminder.status for reminder in reminders()]

    def test_comes_back_when_the_task_is_opened_again(self, user):
        made = task(user)
        control.complete(made.pk)
        control.reopen(made.pk)
        assert FUTURE - HOUR == only().run_at
        control.cancel(made.pk)
        control.retry(made.pk)
        assert FUTURE - HOUR == only().run_at

    def test_does_not_come_late_of_a_task_that_is_opened_again(self, user):
        made = task(user, due_at=now() + HOUR, remind_minutes_before=120)
        control.complete(made.pk)
        control.reopen(made.pk)
        assert [] == reminders(outcome=None)

    def test_that_is_late_comes_at_once_while_the_task_is_not_due(self, user):
        task(user, due_at=now() + HOUR, remind_minutes_before=120)
        assert "pending" == only().status

    def test_is_none_of_what_was_due_before(self, user):
        task(user, due_at=now() - HOUR)
        assert [] == reminders()

    def test_goes_to_the_person_the_task_is_given_to(self, user):
        other = make_user()
        made = task(user, assignee_id=other.pk)
        assert other.pk == only().owner_id
        amend(made.pk, {"assignee_id": None})
        assert (user.pk, FUTURE - HOUR) == (only().owner_id, only().run_at)

    def test_comes_once_however_often_the_same_is_said(self, user):
        made = task(user)
        reminder = only()
        control.cancel(reminder.pk)
        amend(made.pk, {"due_at": FUTURE, "remind_minutes_before": 60, "title": "Proof"})
        assert [reminder.pk] == [each.pk for each in reminders()]

    def test_stays_held_when_the_due_date_moves(self, user):
        made = task(user)
        control.hold(only().pk)
        amend(made.pk, {"due_at": FUTURE + HOUR})
        assert ("held", FUTURE) == (only().status, only().run_at)
        assert "scheduled" == control.resume(only().pk).status
        assert_consistent(only().pk)

    def test_is_made_for_each_of_many(self, user):
        submission = Submission(user.pk, "manual", {}, title="t", due_at=FUTURE, remind_minutes_before=5)
        submit_many([submission] * 3)
        assert 3 == len(reminders())

    def test_moves_with_a_task_that_is_replaced(self, user):
        unique = Unique("one")
        made = task(user, unique=unique)
        again = Unique("one", on_conflict="replace")
        assert made.pk == task(user, unique=again, due_at=FUTURE + HOUR).pk
        assert FUTURE == only().run_at

    def test_is_not_copied_with_the_task_for_neither_is_the_due_date(self, user):
        duplicate_job(user, task(user).pk)
        assert 1 == len(reminders())


class TestRefusal:
    def test_names_the_field_of_a_kind_that_workers_do(self, user):
        with pytest.raises(InvalidSubmission, match="remind_minutes_before: Reminders of due dates are for manual"):
            enqueue(user.pk, "reminder", payload={"text": "x"}, due_at=FUTURE, remind_minutes_before=5)

    def test_names_what_is_missing(self, user):
        with pytest.raises(InvalidSubmission, match="give due_at too"):
            task(user, due_at=None)
        made = task(user, due_at=None, remind_minutes_before=None)
        with pytest.raises(InvalidSubmission, match="give due_at too"):
            amend(made.pk, {"remind_minutes_before": 5})
        assert isinstance(made.created_at, datetime)
        assert [] == reminders()
