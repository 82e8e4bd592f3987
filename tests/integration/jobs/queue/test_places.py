"""Fan-outs with places: only so many children are at work at a time, and all of them get their turn."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from jobs.errors import WrongState
from jobs.models import Job
from jobs.queue import control
from jobs.queue.claim import claim
from jobs.queue.clock import now
from jobs.queue.join_policy import ALL, EVERY_OUTCOME, JoinPolicy
from jobs.queue.mend import Sweep
from jobs.queue.rescue import rescue
from jobs.states import AttemptOutcome, Status
from tests.support.queue import (
    CHILD_KIND,
    WORKER,
    assert_consistent,
    child,
    children_of,
    claimed,
    end_child,
    expire,
    running,
    settled,
    waiting_for,
)

pytestmark = pytest.mark.django_db(transaction=True)

FAILED = AttemptOutcome.FAILED


def split(count: int, at_once: int, join: JoinPolicy = EVERY_OUTCOME, **fields: object) -> Job:
    children = [child(**fields) for _ in range(count)]
    return settled(running(), AttemptOutcome.FANNED_OUT, children=children, join=join, at_once=at_once)


def states(parent: Job) -> list[str]:
    return [job.status for job in children_of(parent)]


class TestPlaces:
    def test_are_given_to_the_first_children_and_the_others_wait_in_line(self):
        parent = split(4, 2)
        assert ["pending", "pending", "blocked", "blocked"] == states(parent)
        for job in children_of(parent):
            assert_consistent(job.pk)

    def test_pass_to_the_next_in_line_when_a_child_ends(self):
        parent = split(4, 2)
        first, second = claim(WORKER, {CHILD_KIND: 1}, 10)
        settled(first, AttemptOutcome.COMPLETED)
        assert ["completed", "processing", "pending", "blocked"] == states(parent)
        settled(second, FAILED)
        assert ["completed", "failed", "pending", "pending"] == states(parent)

    def test_let_every_child_work_before_the_join(self):
        parent = split(5, 2)
        while taken := claim(WORKER, {CHILD_KIND: 1}, 10):
            assert len(taken) <= 2
            for custodian in taken:
                settled(custodian, AttemptOutcome.COMPLETED)
        assert {"completed"} == set(states(parent))
        assert "queue" == Job.objects.get(pk=parent.pk).custody

    def test_are_kept_between_attempts(self):
        parent = split(3, 1, max_attempts=3)
        first, *_ = children_of(parent)
        settled(claimed(first), AttemptOutcome.ERROR, error_class="E", message="x")
        assert ["scheduled", "blocked", "blocked"] == states(parent)
        control.retry(first.pk)
        custodian = claimed(first)
        expire(first.pk)
        assert 1 == rescue()
        assert ["scheduled", "blocked", "blocked"] == states(parent)
        assert custodian.attempt == 2

    def test_pass_on_when_a_child_is_cancelled_or_held(self):
        parent = split(4, 1)
        first, second, *_ = children_of(parent)
        control.cancel(first.pk)
        assert ["cancelled", "pending", "blocked", "blocked"] == states(parent)
        control.hold(second.pk)
        assert ["cancelled", "held", "pending", "blocked"] == states(parent)

    def test_are_stood_in_line_for_by_a_child_that_is_resumed(self):
        parent = split(3, 1)
        first, second, _ = children_of(parent)
        control.hold(first.pk)
        assert Status.BLOCKED == control.resume(first.pk).status
        assert ["blocked", "pending", "blocked"] == states(parent)
        end_child(second)
        assert ["pending", "completed", "blocked"] == states(parent)

    def test_are_not_given_while_the_parent_is_held_and_are_when_it_goes_on(self):
        parent = split(4, 2)
        running_one = claimed(children_of(parent)[0])
        control.hold(parent.pk)
        settled(running_one, AttemptOutcome.COMPLETED)
        assert ["completed", "held", "held", "held"] == states(parent)
        control.resume(parent.pk)
        assert ["completed", "pending", "pending", "blocked"] == states(parent)

    def test_are_not_given_once_the_parent_is_cancelled(self):
        parent = split(4, 1)
        running_one = claimed(children_of(parent)[0])
        control.cancel(parent.pk)
        assert ["processing", "cancelled", "cancelled", "cancelled"] == states(parent)
        settled(running_one, AttemptOutcome.CANCELLED)
        assert Status.CANCELLED == Job.objects.get(pk=parent.pk).status

    def test_are_not_given_to_those_who_would_work_in_vain(self):
        parent = split(3, 1, ALL)
        end_child(children_of(parent)[0], FAILED)
        assert ["failed", "cancelled", "cancelled"] == states(parent)

    def test_hold_for_what_is_retried(self):
        parent = split(4, 1)
        for job in children_of(parent):
            end_child(job, FAILED)
        settled(claimed(parent), AttemptOutcome.FAILED)
        control.retry(parent.pk)
        assert ["pending", "blocked", "blocked", "blocked"] == states(parent)

    def test_give_one_retried_child_its_own(self):
        parent = split(2, 1)
        first, second = children_of(parent)
        end_child(first, FAILED)
        assert Status.BLOCKED == control.retry(first.pk).status
        end_child(second)
        assert ["pending", "completed"] == states(parent)
        with pytest.raises(WrongState):
            control.retry(second.pk)

    def test_are_returned_by_the_answer_to_a_retry(self):
        parent = split(1, 1)
        (only,) = children_of(parent)
        end_child(only, FAILED)
        assert Status.PENDING == control.retry(only.pk).status

    def test_let_a_child_wait_for_its_upstream_too(self):
        parent = split(2, 1)
        first, second = children_of(parent)
        upstream = waiting_for(parent)
        Job.objects.filter(pk=second.pk).update(open_edges=1)
        end_child(first)
        assert ["completed", "blocked"] == states(parent)
        assert upstream.open_edges == 1

    def test_that_were_not_given_are_given_by_the_sweep(self):
        parent = split(2, 1)
        first, _ = children_of(parent)
        Job.objects.filter(pk=first.pk).update(has_place=None)
        assert 1 == Sweep().page()
        assert ["pending", "pending"] == states(parent)
        assert 0 == Sweep().page()

    def test_keep_whoever_has_none_from_being_claimed(self):
        _, second = children_of(split(2, 1))
        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.filter(pk=second.pk).update(turn_at=now())
