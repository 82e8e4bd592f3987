"""Bulk actions and pruning at the instant at which others claim, end and retry the same jobs.

Each harness is also run against a planted fault, so that it is known to notice one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F

from jobs.errors import LeaseLost, WrongState
from jobs.models import Attempt, Job, JobLog
from jobs.queue import bulk, control, deletion
from jobs.queue import prune as pruning
from jobs.queue.acted import BulkAction
from jobs.queue.bulk import act_on
from jobs.queue.claim import claim
from jobs.queue.join_policy import EVERY_OUTCOME
from jobs.queue.prune import prune
from jobs.queue.report import Settle
from jobs.states import AttemptOutcome
from tests.support.queue import (
    KIND,
    WORKER,
    assert_consistent,
    children_of,
    end_child,
    fanned_out,
    new_job,
    running,
    settled,
    write,
)
from tests.support.racing import MOST_PLANTED, race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

KINDS = {KIND: 1}
DONE = Settle(AttemptOutcome.COMPLETED)
Round = Callable[[int], None]


def acting(action: str, jobs: list[Job]) -> Callable[[], dict[Any, str]]:
    """Do `action` to `jobs`; what became of each, by id."""

    def act() -> dict[Any, str]:
        told = act_on(Job.objects.all(), BulkAction(action), [job.pk for job in jobs])
        return {each.job_id: each.outcome.value for each in told}

    return act


def told(outcomes: list[Any]) -> list[Any]:
    """What the acts returned; anything that one raised, but a refusal by the job's state, is a fault."""
    refused = WrongState | Job.DoesNotExist
    assert [] == [repr(each) for each in outcomes if isinstance(each, Exception) and not isinstance(each, refused)]
    return outcomes


def several(count: int = 6) -> list[Job]:
    owner_id = new_job(kind="other").owner_id
    return [new_job(owner_id) for _ in range(count)]


def old(job: Job) -> Job:
    Job.objects.filter(pk=job.pk).update(finished_at=F("finished_at") - timedelta(days=100))
    return job


def assert_nothing_is_left_of_what_is_gone() -> None:
    there = Job.objects.values("pk")
    for model in (JobLog, Attempt):
        assert not model.objects.exclude(job_id__in=there).exists()
    assert_consistent(*Job.objects.values_list("pk", flat=True))


def clear() -> None:
    Job.objects.all().delete()


def cancel_against_claims_and_ends(seed: int) -> None:
    jobs = several()
    taken = claim(WORKER, KINDS, 2)
    ends = [lambda custodian=custodian: write(custodian, DONE) for custodian in taken]
    outcomes = told(race(seed, [acting("cancel", jobs), lambda: claim(WORKER, KINDS, 2), *ends]))
    cancelled, claimed = outcomes[0], {custodian.job_id for custodian in outcomes[1]}
    for job in jobs:
        job.refresh_from_db()
        ended = job.pk in {custodian.job_id for custodian in taken}
        expected = "completed" if ended else "processing" if job.pk in claimed else "cancelled"
        assert expected == job.status
        assert ended or cancelled[job.pk] == "done"
        assert job.status != "processing" or job.cancel_requested_at is not None
    assert_nothing_is_left_of_what_is_gone()
    clear()


def two_bulks_crosswise(seed: int) -> None:
    jobs = several(20)
    first, second = told(race(seed, [acting("cancel", jobs), acting("hold", jobs[::-1])]))
    assert {"done"} == set(first.values())
    assert {"done", "wrong_state"} >= set(second.values())
    assert {"cancelled"} == set(Job.objects.filter(kind=KIND).values_list("status", flat=True))
    assert_nothing_is_left_of_what_is_gone()
    clear()


def delete_against_retry(seed: int) -> None:
    jobs = [control.cancel(job.pk) for job in several()]
    deleted, *retried = told(race(seed, [acting("delete", jobs), *(retrying(job) for job in jobs)]))
    assert_one_of_both(jobs, deleted, retried)
    clear()


def retrying(job: Job) -> Callable[[], Job]:
    return lambda: control.retry(job.pk)


def assert_one_of_both(jobs: list[Job], deleted: dict[Any, str], retried: list[Any]) -> None:
    for job, outcome in zip(jobs, retried, strict=True):
        is_there = Job.objects.filter(pk=job.pk, status="pending").exists()
        assert is_there == isinstance(outcome, Job), "what was retried is there"
        assert is_there == (deleted.get(job.pk, "wrong_state") == "wrong_state")
    assert_nothing_is_left_of_what_is_gone()


def prune_against_retry(seed: int) -> None:
    jobs = [old(control.cancel(job.pk)) for job in several()]
    pruned, *retried = told(race(seed, [lambda: prune(KIND, "cancelled", 90), *(retrying(job) for job in jobs)]))
    for job, outcome in zip(jobs, retried, strict=True):
        assert Job.objects.filter(pk=job.pk, status="pending").exists() == isinstance(outcome, Job)
    assert pruned == sum(isinstance(outcome, Job.DoesNotExist) for outcome in retried)
    assert_nothing_is_left_of_what_is_gone()
    clear()


def prune_against_claims(seed: int) -> None:
    ended = [old(control.cancel(job.pk)) for job in several()]
    waiting = several()
    acts = [lambda: prune(KIND, "cancelled", 90), lambda: claim(WORKER, KINDS, 4), lambda: claim(WORKER, KINDS, 4)]
    pruned, first, second = told(race(seed, acts))
    assert len(ended) == pruned
    assert {job.pk for job in waiting} == {custodian.job_id for custodian in [*first, *second]}
    assert_nothing_is_left_of_what_is_gone()
    clear()


def two_pruners(seed: int) -> None:
    jobs = [old(control.cancel(job.pk)) for job in several()]
    first, second = told(race(seed, [lambda: prune(KIND, "cancelled", 90, 4) for _ in range(2)]))
    assert len(jobs) == first + second + prune(KIND, "cancelled", 90)
    assert_nothing_is_left_of_what_is_gone()
    clear()


def pruning_a_tree_against_its_retry(seed: int) -> None:
    parent = fanned_out(running(), 4, EVERY_OUTCOME)
    for part in children_of(parent):
        end_child(part, AttemptOutcome.FAILED)
    parent.refresh_from_db()
    (joining,) = claim(WORKER, KINDS, 1)
    old(settled(joining, AttemptOutcome.FAILED))

    def prune_all() -> int:
        return sum(iter(lambda: prune(KIND, "failed", 90), 0))

    pruned, retried = told(race(seed, [prune_all, retrying(parent)]))
    if isinstance(retried, Job):
        assert (0, 5) == (pruned, Job.objects.filter(root_id=parent.pk).live().count())
    else:
        assert (5, False) == (pruned, Job.objects.filter(root_id=parent.pk).exists())
    assert_nothing_is_left_of_what_is_gone()
    clear()


ROUNDS: dict[str, Round] = {
    play.__name__: play
    for play in (
        cancel_against_claims_and_ends,
        two_bulks_crosswise,
        delete_against_retry,
        prune_against_retry,
        prune_against_claims,
        two_pruners,
        pruning_a_tree_against_its_retry,
    )
}


def repeat(name: str, rounds: int) -> None:
    for seed in range(rounds):
        ROUNDS[name](seed)


class TestRace:
    @pytest.mark.parametrize("name", ROUNDS)
    def test_ends_as_if_one_had_come_after_the_other(self, name: str, race_rounds: int):
        repeat(name, race_rounds)


def without_locks(patch: pytest.MonkeyPatch) -> None:
    """Rows are read without a lock and outside a transaction, and what was read is believed."""
    for module in (bulk, pruning):
        patch.setattr(module, "locked", lambda rows, skip=False: list(rows))
        patch.setattr(module, "transaction", SimpleNamespace(atomic=nullcontext))
    patch.setattr(deletion, "lock_by_id", lambda ids, without=(): {})


def blind_to_states(patch: pytest.MonkeyPatch) -> None:
    """Whatever is of the kind counts as past its time."""
    patch.setattr(pruning, "expired", lambda kind, outcome, days: Job.objects.filter(kind=kind))


FAULTS = dict.fromkeys(ROUNDS, without_locks) | {"prune_against_claims": blind_to_states}


class TestHarness:
    @pytest.mark.parametrize("name", ROUNDS)
    def test_catches_a_planted_fault(self, name, monkeypatch):
        FAULTS[name](monkeypatch)
        with pytest.raises((AssertionError, LeaseLost)):
            repeat(name, MOST_PLANTED)


@pytest.mark.postgresql
class TestPrune:
    def test_keeps_no_claim_waiting_while_its_transaction_is_open(self):
        for job in several():
            old(control.cancel(job.pk))
        waiting = several(3)
        deleted, go_on = Event(), Event()

        def prune_slowly() -> None:
            with transaction.atomic():
                prune(KIND, "cancelled", 90)
                deleted.set()
                go_on.wait(30)
            connection.close()

        pruner = Thread(target=prune_slowly)
        pruner.start()
        try:
            assert deleted.wait(30)
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            assert {job.pk for job in waiting} == {custodian.job_id for custodian in claim(WORKER, KINDS, 10)}
        finally:
            go_on.set()
            pruner.join()
