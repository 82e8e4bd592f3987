"""An urgent job lifts what it waits for, and what it no longer waits for is as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F

from jobs.models import Dependency, Job, JobLog
from jobs.queue import control, lift
from jobs.queue.amend import amend
from jobs.queue.claim import claim
from jobs.queue.lift_sweep import LiftSweep
from jobs.queue.timers import start_timer
from jobs.selectors.edges import lifter_of
from jobs.states import AttemptOutcome
from tests.support.queue import (
    FUTURE,
    KIND,
    WORKER,
    assert_consistent,
    child,
    children_of,
    claimed,
    end_child,
    fanned_out,
    new_job,
    settled,
    waiting_for,
)
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def lifts(*jobs: Job) -> list[str | None]:
    return [fresh(job).lifted_to for job in jobs]


def order(number: int) -> list[Job]:
    """The next jobs that a worker takes."""
    return [Job.objects.get(pk=custodian.job_id) for custodian in claim(WORKER, {KIND: 1, "upstream": 1}, number)]


def low(**fields) -> Job:
    return new_job(**({"priority": "low"} | fields))


class TestUrgentJob:
    def test_lets_what_it_waits_for_go_before_others(self):
        owner = make_user()
        for _ in range(3):
            new_job(owner.pk)
        slow = low(owner_id=owner.pk)
        waiting_for(slow, priority="urgent")
        assert [slow] == order(1)
        assert ("low", "urgent") == (fresh(slow).priority, fresh(slow).lifted_to)
        assert_consistent(slow.pk)

    def test_lifts_past_all_that_its_owner_has_in_the_queue(self):
        """A shift by the head start alone would leave it behind a backlog that counted against it."""
        owner = make_user()
        for _ in range(150):
            new_job(owner.pk)
        slow = low(owner_id=owner.pk)
        waiting_for(slow, priority="urgent")
        assert [slow] == order(1)

    def test_lifts_through_several_levels(self):
        first = low()
        second = waiting_for(first, priority="low")
        third = waiting_for(second)
        assert ["medium", "medium", None] == lifts(first, second, third)
        last = waiting_for(third, priority="urgent")
        assert ["urgent", "urgent", "urgent", None] == lifts(first, second, third, last)
        settled(claimed(first, WORKER), AttemptOutcome.COMPLETED)
        assert fresh(second).turn_at < fresh(second).created_at - timedelta(minutes=50)
        for job in (first, second, third, last):
            assert_consistent(job.pk)

    def test_leaves_alone_what_is_as_urgent_or_over(self):
        done, urgent = low(kind="done"), low(kind="urgent", priority="urgent")
        Job.objects.filter(pk=done.pk).update(owner=urgent.owner)
        end_child(done)
        turn = urgent.turn_at
        waiting_for(urgent, done, priority="urgent")
        assert [None, None] == lifts(done, urgent)
        assert turn == fresh(urgent).turn_at

    def test_lifts_what_waits_for_its_time_and_peoples_work_too(self):
        later, task = low(run_at=FUTURE), low(kind="manual")
        waiting_for(later, priority="high")
        waiting_for(task, priority="high")
        assert ["high", "high"] == lifts(later, task)
        assert "processing" == start_timer(task.pk, task.owner_id).job.status
        assert None is fresh(task).turn_at

    def test_is_named_as_the_reason(self):
        first = low()
        second = waiting_for(first, priority="low")
        urgent = waiting_for(second, priority="urgent", title="The deadline")
        assert (urgent, urgent, None) == (lifter_of(fresh(first)), lifter_of(fresh(second)), lifter_of(fresh(urgent)))
        assert "Has the priority urgent from now on: The deadline waits for it" in list(
            JobLog.objects.filter(job=second).values_list("message", flat=True)
        )


class TestLift:
    def test_is_given_back_when_the_job_that_waits_is_cancelled(self):
        first = low()
        turn = first.turn_at
        second = waiting_for(first, priority="low")
        urgent = waiting_for(second, priority="urgent")
        control.cancel(urgent.pk)
        assert [None, None] == lifts(first, second)
        assert turn == fresh(first).turn_at
        assert "Has its own priority again: low" == JobLog.objects.filter(job=first).latest("seq").message

    def test_is_given_back_when_the_edge_is_dropped_and_goes_to_the_new_one(self):
        first = low()
        other = low(owner_id=first.owner_id)
        urgent = waiting_for(first, priority="urgent")
        amend(urgent.pk, {"depends_on": [other.pk]})
        assert [None, "urgent"] == lifts(first, other)
        amend(urgent.pk, {"depends_on": []})
        assert [None, None] == lifts(first, other)

    def test_follows_the_priority_of_the_job_that_waits(self):
        first = low()
        second = waiting_for(first, priority="low")
        amend(second.pk, {"priority": "high"})
        assert ["high"] == lifts(first)
        amend(second.pk, {"priority": "low"})
        assert [None] == lifts(first)

    def test_stays_with_the_most_urgent_that_is_left(self):
        first = low()
        high, urgent = waiting_for(first, priority="high"), waiting_for(first, priority="urgent")
        control.cancel(urgent.pk)
        assert ["high"] == lifts(first)
        assert high == lifter_of(fresh(first))

    def test_leaves_the_persons_own_word_to_be_changed(self):
        first = low()
        urgent = waiting_for(first, priority="urgent")
        turn = fresh(first).turn_at
        amend(first.pk, {"priority": "high"})
        assert ("high", "urgent", turn) == (fresh(first).priority, fresh(first).lifted_to, fresh(first).turn_at)
        amend(first.pk, {"priority": "urgent"})
        assert ("urgent", None, turn) == (fresh(first).priority, fresh(first).lifted_to, fresh(first).turn_at)
        amend(first.pk, {"priority": "low"})
        assert ("low", "urgent", turn) == (fresh(first).priority, fresh(first).lifted_to, fresh(first).turn_at)
        assert urgent == lifter_of(fresh(first))

    def test_ends_for_the_others_when_one_of_them_fails_the_job_that_waits(self):
        first, other = low(kind="upstream"), low(kind="other")
        Job.objects.filter(pk=other.pk).update(owner=first.owner)
        waiting_for(first, other, priority="urgent")
        assert ["urgent", "urgent"] == lifts(first, other)
        end_child(first, AttemptOutcome.FAILED)
        assert [None] == lifts(other)

    def test_comes_back_with_a_retry_of_what_is_waited_for(self):
        first = low()
        job = waiting_for(first, priority="urgent", on_failure="hold")
        settled(claimed(first), AttemptOutcome.FAILED, message="no")
        control.retry(first.pk)
        assert ("blocked", ["urgent"]) == (fresh(job).status, lifts(first))
        assert fresh(first).turn_at < fresh(first).created_at

    def test_comes_back_with_a_retry_of_the_job_that_waited(self):
        first = low()
        urgent = waiting_for(first, priority="urgent")
        control.cancel(urgent.pk)
        control.retry(urgent.pk)
        assert ["urgent"] == lifts(first)

    def test_of_one_that_runs_changes_nothing_of_its_lease(self):
        first = low()
        custodian = claimed(first)
        waiting_for(first, priority="urgent")
        assert ("urgent", custodian.lease_id) == (fresh(first).lifted_to, fresh(first).lease_id)
        settled(custodian, AttemptOutcome.COMPLETED)
        assert_consistent(first.pk)


class TestParts:
    def test_of_a_lifted_job_are_lifted_with_it_and_let_go_with_it(self):
        parent = fanned_out(claimed(low()), 3)
        turns = [part.turn_at for part in children_of(parent)]
        urgent = waiting_for(parent, priority="urgent")
        assert ["urgent"] * 3 == lifts(*children_of(parent))
        assert all(part.turn_at < turn for part, turn in zip(children_of(parent), turns, strict=True))
        control.cancel(urgent.pk)
        assert [None] * 3 == lifts(*children_of(parent))
        assert turns == [part.turn_at for part in children_of(parent)]

    def test_are_lifted_in_batches_down_to_their_own_parts(self, monkeypatch):
        monkeypatch.setattr(lift, "BATCH", 2)
        parent = fanned_out(claimed(low()), 5)
        inner = fanned_out(claimed(children_of(parent)[0]), 2)
        waiting_for(parent, priority="urgent")
        assert ["urgent"] * 7 == lifts(*children_of(parent), *children_of(inner))

    def test_are_left_alone_when_the_jobs_own_priority_is_changed(self):
        parent = fanned_out(claimed(low()), 2)
        amend(parent.pk, {"priority": "urgent"})
        assert [None] * 2 == lifts(*children_of(parent))

    def test_that_are_made_later_are_lifted_from_the_start(self):
        job = low()
        waiting_for(job, priority="urgent")
        parent = fanned_out(claimed(job), 2)
        assert ["urgent"] * 2 == lifts(*children_of(parent))

    def test_have_their_kinds_own_priority_without_a_lift(self):
        parent = settled(claimed(new_job(priority="high")), AttemptOutcome.FANNED_OUT, children=[child(priority="low")])
        (part,) = children_of(parent)
        assert ("low", None) == (part.priority, part.lifted_to)


class TestSweep:
    def test_finds_nothing_where_all_is_well(self):
        waiting_for(low(), priority="urgent")
        waiting_for(new_job())
        assert 0 == LiftSweep().page()

    def test_mends_what_a_crash_left(self, monkeypatch):
        with monkeypatch.context() as crash:
            crash.setattr(lift, "weigh", lambda ids: None)
            first = low()
            second = waiting_for(first, priority="low")
            urgent = waiting_for(second, priority="urgent")
        assert [None, None] == lifts(first, second)
        assert 1 == LiftSweep().page()
        assert ["urgent", "urgent"] == lifts(first, second)
        with monkeypatch.context() as crash:
            crash.setattr(lift, "weigh", lambda ids: None)
            control.cancel(urgent.pk)
        assert 1 == LiftSweep().page()
        assert [None, None] == lifts(first, second)

    def test_comes_to_every_edge_page_by_page(self):
        sweep = LiftSweep()
        jobs = [low() for _ in range(3)]
        for job in jobs:
            waiting_for(job)
        Job.objects.update(lifted_to=None, turn_at=F("turn_at"))
        assert [1, 1, 1] == [sweep.page(limit=1) for _ in jobs]
        assert ["medium"] * 3 == lifts(*jobs)
        assert 3 == Dependency.objects.count()
