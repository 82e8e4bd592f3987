"""Two verbs at one instant over real connections: one winner, one story, nothing twice.

Each harness is also run against a planted fault, so that it is known to notice one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import uuid_utils.compat as uuid
from django.db import IntegrityError
from django.db.models import Q

from jobs.errors import LeaseLost, WrongState
from jobs.events import logged
from jobs.models import Attempt, Job, JobLog, Lease
from jobs.queue import commit as committing
from jobs.queue import control, reopen, transition
from jobs.queue import enqueue as enqueueing
from jobs.queue import rescue as rescuing
from jobs.queue.amend import amend
from jobs.queue.claim import claim
from jobs.queue.enqueue import enqueue
from jobs.queue.journal import Journal
from jobs.queue.lease import extend
from jobs.queue.record import Record
from jobs.queue.report import Settle
from jobs.queue.rescue import rescue
from jobs.queue.settle import settle
from jobs.queue.writes import Batch
from jobs.states import AttemptOutcome
from tests.support.faults import guardless_claim, unfenced_completion
from tests.support.queue import (
    KIND,
    WORKER,
    assert_consistent,
    expire,
    new_job,
    request,
    running,
    settled,
    write,
)
from tests.support.racing import MOST_PLANTED, race
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

DONE = Settle(AttemptOutcome.COMPLETED, result="mine")
Round = Callable[[int], None]


def repeat(play: Round, rounds: int) -> None:
    for seed in range(rounds):
        play(seed)
        Lease.objects.all().delete()  # else, in a long run, an early one expires and is rescued in a later round


def events(job_id, kind: str) -> int:
    return JobLog.objects.filter(job_id=job_id, type=kind).count()


def won(outcome: Any) -> bool:
    """Whether an act ended without being refused; anything but a refusal is a fault."""
    if isinstance(outcome, Exception):
        assert isinstance(outcome, WrongState | LeaseLost), repr(outcome)
        return False
    return True


def two_claimers(seed: int) -> None:
    made = {new_job().pk for _ in range(6)}
    claims = race(seed, [lambda: claim(uuid.uuid7(), {KIND: 1}, 4), lambda: claim(uuid.uuid7(), {KIND: 1}, 4)])
    assert not any(isinstance(outcome, Exception) for outcome in claims), claims
    taken = [custodian.job_id for outcome in claims for custodian in outcome]
    taken += [custodian.job_id for custodian in claim(WORKER, {KIND: 1}, 10)]
    assert sorted(made) == sorted(taken)
    assert_consistent(*made)


def settle_against_rescue(seed: int) -> None:
    custodian = running()
    expire(custodian.job_id)
    refused, rescued = race(seed, [lambda: write(custodian, DONE), rescue])
    job = Job.objects.get(pk=custodian.job_id)
    assert (refused is None) == (rescued == 0)
    assert ("completed", "mine") == (job.status, job.result) if refused is None else job.status == "scheduled"
    assert_consistent(job.pk)


def cancel_against_complete(seed: int) -> None:
    custodian = running()
    cancelled, refused = race(seed, [lambda: control.cancel(custodian.job_id), lambda: write(custodian, DONE)])
    won(cancelled)
    assert refused is None
    assert "completed" == Job.objects.get(pk=custodian.job_id).status
    assert 1 == events(custodian.job_id, "done")
    assert_consistent(custodian.job_id)


def cancel_against_claim(seed: int) -> None:
    job = new_job()
    cancelled, taken = race(seed, [lambda: control.cancel(job.pk), lambda: claim(WORKER, {KIND: 1}, 1)])
    assert won(cancelled)
    job.refresh_from_db()
    if taken:
        assert ("processing", True) == (job.status, job.cancel_requested_at is not None)
        settled(taken[0], AttemptOutcome.CANCELLED)
    job.refresh_from_db()
    assert "cancelled" == job.status
    assert 1 == events(job.pk, "done")
    assert_consistent(job.pk)


def retry_against_cancel(seed: int) -> None:
    job = settled(running(), AttemptOutcome.FAILED)
    retried, cancelled = race(seed, [lambda: control.retry(job.pk), lambda: control.cancel(job.pk)])
    assert won(retried)
    job.refresh_from_db()
    assert ("cancelled" if won(cancelled) else "pending") == job.status
    assert 1 == job.attempt
    assert_consistent(job.pk)
    control_off(job)


def hold_against_claim(seed: int) -> None:
    job = new_job()
    held, taken = race(seed, [lambda: control.hold(job.pk), lambda: claim(WORKER, {KIND: 1}, 1)])
    assert won(held)
    job.refresh_from_db()
    assert (("processing", "person") if taken else ("held", None)) == (job.status, job.hold_requested)
    assert_consistent(job.pk)


def amend_against_claim(seed: int) -> None:
    job = new_job()
    amended, taken = race(seed, [lambda: amend(job.pk, {"priority": "low"}), lambda: claim(WORKER, {KIND: 1}, 1)])
    assert won(amended)
    job.refresh_from_db()
    assert ("low", "processing" if taken else "pending") == (job.priority, job.status)
    assert_consistent(job.pk)
    control_off(job)


def double_enqueue(seed: int) -> None:
    asked = request(make_user().pk, idempotency_key="k")
    made = race(seed, [lambda: enqueue(asked), lambda: enqueue(asked), lambda: enqueue(asked)])
    assert 1 == len({each.job.pk for each in made})
    assert 1 == sum(each.created for each in made)
    assert_consistent(made[0].job.pk)


def extend_against_rescue(seed: int) -> None:
    custodian = running()
    expire(custodian.job_id)
    extended, rescued = race(seed, [lambda: extend(WORKER, [custodian.lease_id]), rescue])
    assert 1 == extended + rescued
    kept = Lease.objects.filter(lease_id=custodian.lease_id).exists()
    assert (rescued == 0) == kept
    assert ("processing" if kept else "scheduled") == Job.objects.get(pk=custodian.job_id).status
    assert_consistent(custodian.job_id)


def append_against_rescue(seed: int) -> None:
    custodian = running()
    expire(custodian.job_id)
    line = Batch(facts=[logged("late")], progress=50)
    refused, rescued = race(seed, [lambda: write(custodian, line), rescue])
    assert 1 == rescued or refused is None
    rescue()
    log = list(JobLog.objects.filter(job_id=custodian.job_id).order_by("seq").values_list("type", flat=True))
    assert (refused is None) == ("log" in log)
    assert "state" == log[-1], "nothing is written after the lease was lost"
    assert_consistent(custodian.job_id)


def two_settles(seed: int) -> None:
    custodian = running()
    outcomes = race(seed, [lambda: write(custodian, DONE), lambda: write(custodian, DONE)])
    assert 1 == sum(outcome is None for outcome in outcomes)
    assert 1 == events(custodian.job_id, "done")
    assert 1 == Attempt.objects.filter(job_id=custodian.job_id).count()
    assert_consistent(custodian.job_id)


def control_off(job: Job) -> None:
    """Leave nothing claimable for the next round."""
    Job.objects.filter(pk=job.pk).delete()


ROUNDS: dict[str, Round] = {
    play.__name__: play
    for play in (
        two_claimers, settle_against_rescue, cancel_against_complete, cancel_against_claim, retry_against_cancel,
        hold_against_claim, amend_against_claim, double_enqueue, extend_against_rescue, append_against_rescue,
        two_settles,
    )
}  # fmt: skip


class TestRace:
    @pytest.mark.parametrize("name", ROUNDS)
    def test_has_one_winner(self, name: str, race_rounds: int):
        repeat(ROUNDS[name], race_rounds)


def believed(jobs, write):
    """No fence: the job, whoever holds it."""
    return jobs[write.job_id]


def without_fence(patch: pytest.MonkeyPatch) -> None:
    """A lease is believed whatever the row says."""
    honest = settle

    def believing(job, lease_id, report, journal):
        if job.lease_id is None:
            Job.objects.filter(pk=job.pk).update(
                status="processing",
                custody="worker",
                lease_id=lease_id,
                turn_at=journal.now,
                outcome=None,
                finished_at=None,
                wake_at=None,
            )
        job.lease_id, job.custody, job.status = lease_id, "worker", "processing"
        honest(job, lease_id, report, journal)

    patch.setattr(committing, "_held", believed)
    patch.setattr(committing, "settle", believing)
    unfenced_completion(patch)


def fence_less_record(patch: pytest.MonkeyPatch) -> None:
    """Log lines are written whoever holds the job."""

    class Believing(Record):
        def add(self, job, lease_id, batch):
            self._journal.add(job, batch.facts)
            Job.objects.filter(pk=job.pk).update(last_seq=job.last_seq)

    patch.setattr(committing, "_held", believed)
    patch.setattr(committing, "Record", Believing)


def blind_rescue(patch: pytest.MonkeyPatch) -> None:
    """A rescue takes back every lease, expired or not."""
    honest = rescuing._take_back
    patch.setattr(rescuing, "_take_back", lambda lost, limit: honest(Q(), limit))


def forgetful_enqueue(patch: pytest.MonkeyPatch) -> None:
    """An idempotency key is not stored."""
    honest = enqueueing._row

    def keyless(new, now, **rest):
        job = honest(new, now, **rest)
        job.idempotency_key = None
        return job

    patch.setattr(enqueueing, "_row", keyless)


def stale_numbers(patch: pytest.MonkeyPatch) -> None:
    """A control writes without having numbered its event."""
    honest = Journal.add

    def skipping(self, job, facts):
        job.last_seq += 1
        honest(self, job, facts)

    patch.setattr(Journal, "add", skipping)


def attempt_falls(patch: pytest.MonkeyPatch) -> None:
    honest = transition.transition

    def lowering(job, verb, to, *rest, **changes):
        honest(job, verb, to, *rest, **changes)
        if verb == "retry":
            Job.objects.filter(pk=job.pk).update(attempt=0)

    patch.setattr(reopen, "transition", lowering)


FAULTS: list[tuple[str, Callable[[pytest.MonkeyPatch], None]]] = [
    ("two_claimers", guardless_claim),
    ("settle_against_rescue", without_fence),
    ("two_settles", without_fence),
    ("append_against_rescue", fence_less_record),
    ("double_enqueue", forgetful_enqueue),
    ("retry_against_cancel", attempt_falls),
    ("cancel_against_complete", stale_numbers),
    ("cancel_against_claim", stale_numbers),
    ("hold_against_claim", stale_numbers),
    ("amend_against_claim", stale_numbers),
    ("extend_against_rescue", blind_rescue),
]


# A race that went wrong is an assertion, or what the database itself refused.
FOUND_OUT = (AssertionError, IntegrityError)


class TestHarness:
    def test_plants_a_fault_for_every_race(self):
        assert set(ROUNDS) == {name for name, _ in FAULTS}

    @pytest.mark.parametrize(("name", "plant"), FAULTS)
    def test_the_harness_catches_a_planted_fault(self, name, plant, monkeypatch):
        plant(monkeypatch)
        with pytest.raises(FOUND_OUT):
            repeat(ROUNDS[name], MOST_PLANTED)
