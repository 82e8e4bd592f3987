"""Ends of children and upstream jobs at one instant with each other and with control, over real connections.

Each harness is also run against a planted fault, so that it is known to notice one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import uuid_utils.compat as uuid
from django.db import IntegrityError, transaction

from jobs.errors import InvalidSubmission, WrongState
from jobs.models import Job
from jobs.queue import completion, control
from jobs.queue import conclude as concluding
from jobs.queue.claim import claim
from jobs.queue.join_policy import EVERY_OUTCOME
from jobs.queue.report import Settle
from jobs.queue.transition import transition
from jobs.queue.writes import Custodian
from jobs.states import AttemptOutcome, Status
from tests.support.queue import (
    CHILD_KIND,
    KIND,
    WORKER,
    assert_consistent,
    child,
    claimed,
    fanned_out,
    new_job,
    running,
    settled,
    waiting_for,
    write,
)
from tests.support.racing import MOST_PLANTED, race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

Round = Callable[[int], None]


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def end(custodian: Custodian, outcome: AttemptOutcome = AttemptOutcome.COMPLETED) -> Callable[[], Any]:
    return lambda: write(custodian, Settle(outcome))


def last_two(**fields: Any) -> tuple[Job, list[Custodian]]:
    """A parent whose two open children are both running."""
    parent = fanned_out(running(), 3, EVERY_OUTCOME, **fields)
    first, *rest = claim(WORKER, {CHILD_KIND: 1}, 3)
    settled(first, AttemptOutcome.COMPLETED)
    return parent, rest


def assert_counted(parent: Job) -> None:
    """The counters are the rows, and the parent's own story has no gap."""
    job = fresh(parent)
    rows = list(Job.objects.filter(parent_id=parent.pk).values_list("outcome", flat=True))
    failed = sum(outcome in {"failed", "cancelled"} for outcome in rows)
    assert (len(rows), rows.count(None), failed) == (job.children_total, job.children_open, job.children_failed)
    assert_consistent(job.pk)


def two_last_children(seed: int) -> None:
    parent, (one, other) = last_two()
    assert [None, None] == race(seed, [end(one), end(other, AttemptOutcome.FAILED)])
    assert_counted(parent)
    assert "queue" == fresh(parent).custody
    joined = race(seed, [lambda: claim(uuid.uuid7(), {KIND: 1}, 1), lambda: claim(uuid.uuid7(), {KIND: 1}, 1)])
    assert [parent.pk] == [custodian.job_id for taken in joined for custodian in taken]
    control_off(parent)


def last_child_against_cancel(seed: int) -> None:
    parent, (one, other) = last_two()
    end(other)()
    refused, cancelled = race(seed, [end(one), lambda: control.cancel(parent.pk)])
    assert refused is None
    assert not isinstance(cancelled, Exception), repr(cancelled)
    assert_counted(parent)
    assert "cancelled" == fresh(parent).status


def last_child_against_hold(seed: int) -> None:
    parent, (one, other) = last_two()
    end(other)()
    refused, held = race(seed, [end(one), lambda: control.hold(parent.pk)])
    assert refused is None
    assert not isinstance(held, Exception), repr(held)
    assert "held" == fresh(parent).status
    control.resume(parent.pk)
    assert_counted(parent)
    assert parent.pk == claim(WORKER, {KIND: 1}, 1)[0].job_id
    control_off(parent)


def retry_of_a_child_against_the_join(seed: int) -> None:
    parent, (one, other) = last_two()
    end(one)()
    end(other, AttemptOutcome.FAILED)()
    retried, joined = race(seed, [lambda: control.retry(other.job_id), lambda: claim(WORKER, {KIND: 1}, 1)])
    assert bool(joined) == isinstance(retried, WrongState), (retried, joined)
    assert_counted(parent)
    assert ("worker" if joined else "children") == fresh(parent).custody
    control_off(parent)


def two_who_pass_on_their_places(seed: int) -> None:
    children = [child() for _ in range(6)]
    parent = settled(running(), AttemptOutcome.FANNED_OUT, children=children, join=EVERY_OUTCOME, at_once=2)
    taken = claim(WORKER, {CHILD_KIND: 1}, 6)
    assert 2 == len(taken)
    assert [None, None] == race(seed, [end(taken[0]), end(taken[1], AttemptOutcome.FAILED)])
    assert 2 == len(claim(WORKER, {CHILD_KIND: 1}, 6))
    assert_counted(parent)
    Job.objects.filter(parent=parent).update(kind="over")


def end_against_a_new_dependant(seed: int) -> None:
    upstream = new_job(kind="upstream")
    custodian = claimed(upstream)
    refused, job = race(seed, [end(custodian), lambda: waiting_for(upstream)])
    assert refused is None
    assert ("pending", 0) == (fresh(job).status, fresh(job).open_edges)
    assert_consistent(job.pk)
    control_off(job)


def failure_against_a_new_dependant(seed: int) -> None:
    upstream = new_job(kind="upstream")
    custodian = claimed(upstream)
    refused, job = race(seed, [end(custodian, AttemptOutcome.FAILED), lambda: waiting_for(upstream)])
    assert refused is None
    if not isinstance(job, InvalidSubmission):
        assert "cancelled" == fresh(job).status
        assert_consistent(job.pk)


def two_upstreams(seed: int) -> None:
    first = new_job(kind="upstream")
    second = new_job(first.owner_id, kind="upstream")
    job = waiting_for(first, second)
    ends = [end(claimed(upstream)) for upstream in (first, second)]
    assert [None, None] == race(seed, ends)
    assert ("pending", 0) == (fresh(job).status, fresh(job).open_edges)
    assert_consistent(job.pk)
    control_off(job)


def end_against_cancel_of_the_dependant(seed: int) -> None:
    upstream = new_job(kind="upstream")
    job = waiting_for(upstream)
    refused, cancelled = race(seed, [end(claimed(upstream)), lambda: control.cancel(job.pk)])
    assert refused is None
    assert not isinstance(cancelled, Exception), repr(cancelled)
    assert ("cancelled", 0) == (fresh(job).status, fresh(job).open_edges)
    assert_consistent(job.pk)


def control_off(job: Job) -> None:
    """Out of the way of the next round."""
    Job.objects.filter(pk=job.pk).update(kind="over")


ROUNDS: dict[str, Round] = {
    play.__name__: play
    for play in (
        two_last_children,
        last_child_against_cancel,
        last_child_against_hold,
        retry_of_a_child_against_the_join,
        two_who_pass_on_their_places,
        end_against_a_new_dependant,
        failure_against_a_new_dependant,
        two_upstreams,
        end_against_cancel_of_the_dependant,
    )
}


def repeat(name: str, rounds: int) -> None:
    for seed in range(rounds):
        ROUNDS[name](seed)


class TestRace:
    @pytest.mark.parametrize("name", ROUNDS)
    def test_ends_as_if_one_had_come_after_the_other(self, name: str, race_rounds: int) -> None:
        repeat(name, race_rounds)


def count_after_the_commit(patch: pytest.MonkeyPatch) -> None:
    """Children are counted as rivals do it: after the commit, by reading and writing back."""

    def late(ended, journal):
        def count() -> None:
            for job in ended:
                if job.parent_id is not None:
                    parent = Job.objects.get(pk=job.parent_id)
                    time.sleep(0.003)
                    concluding._count(parent, [job], journal)
                    journal.flush()

        transaction.on_commit(count)

    patch.setattr(concluding, "_count_at_parents", late)


def cancel_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    """A parent joins although a cancel was asked for."""
    honest = concluding.join_if_all_final

    def forgetful(parent, journal):
        parent.cancel_requested_at = None
        honest(parent, journal)

    patch.setattr(concluding, "join_if_all_final", forgetful)


def hold_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(control, "_hold", lambda job, reason, journal: False)


def reopened_while_joined(patch: pytest.MonkeyPatch) -> None:
    """A child is retried although its parent reads it just now."""
    patch.setattr(control, "reopen_ancestors", lambda job, journal: None)


def places_are_not_counted(patch: pytest.MonkeyPatch) -> None:
    """Each end lets in as many as may be at work in all."""

    def generous(parents, journal):
        for parent in parents:
            for sibling in Job.objects.filter(parent=parent, has_place=False, status="blocked").order_by("pk")[:2]:
                transition(sibling, "unblock", Status.PENDING, journal)

    patch.setattr(concluding, "give_places", generous)


def edges_left_open(patch: pytest.MonkeyPatch) -> None:
    """The edges are left to somebody who comes after the upstream's transaction, and is too late."""
    for module in (concluding, completion):
        patch.setattr(module, "close_edges", lambda fates, journal: None)


FAULTS: list[tuple[str, Callable[[pytest.MonkeyPatch], None]]] = [
    ("two_last_children", count_after_the_commit),
    ("last_child_against_cancel", cancel_is_forgotten),
    ("last_child_against_hold", hold_is_forgotten),
    ("retry_of_a_child_against_the_join", reopened_while_joined),
    ("two_who_pass_on_their_places", places_are_not_counted),
    ("end_against_a_new_dependant", edges_left_open),
    ("failure_against_a_new_dependant", edges_left_open),
    ("two_upstreams", edges_left_open),
    ("end_against_cancel_of_the_dependant", edges_left_open),
]
# What went wrong is seen by an assertion, or refused by the database itself.
FOUND_OUT = (AssertionError, IntegrityError, WrongState)


class TestHarness:
    def test_plants_a_fault_for_every_race(self):
        assert set(ROUNDS) == {name for name, _ in FAULTS}

    @pytest.mark.parametrize(("name", "plant"), FAULTS)
    def test_the_harness_catches_a_planted_fault(self, name, plant, monkeypatch):
        plant(monkeypatch)
        with pytest.raises(FOUND_OUT):
            repeat(name, MOST_PLANTED)
