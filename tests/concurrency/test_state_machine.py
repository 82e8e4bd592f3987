"""The queue against a model of itself: any order of verbs, by workers that are alive, lost or late.

The model is the table of DESIGN's states written once more, from the outside: what each verb must answer, and where
the job must be after it. Removing any one guard of the queue makes the machine find a counterexample.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import hypothesis.strategies as st
import pytest
import uuid_utils.compat as uuid
from django.db import IntegrityError
from django.db.models import Q
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from jobs.conf import JobsConf
from jobs.errors import LeaseLost, WrongState
from jobs.models import Job, Lease
from jobs.queue import commit as committing
from jobs.queue import control, reopen, report
from jobs.queue import rescue as rescuing
from jobs.queue.claim import claim
from jobs.queue.lease import extend
from jobs.queue.rescue import rescue
from jobs.queue.stage import stage
from jobs.queue.transition import next_status, transition
from jobs.queue.writes import Custodian
from jobs.states import AttemptOutcome
from tests.support.faults import guardless_claim, unfenced_completion
from tests.support.queue import KIND, assert_consistent, expire, new_job, write
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

FINAL = {"completed", "partial_success", "failed", "cancelled"}
WAITING = {"pending", "scheduled", "held"}
MAX_LOSSES = 3
MAX_LOSSES_APART = 10
STEPS = 60
MOST_JOBS = 3

numbers = st.integers(0, 1000)
outcomes = st.sampled_from(["completed", "partial_success", "failed", "error", "lost", "snoozed", "released"])


@dataclass
class Model:
    """What must be true of one job."""

    status: str = "pending"
    attempt: int = 0
    failures: int = 0
    losses: int = 0
    max_attempts: int = 3
    lease_id: UUID | None = None
    expired: bool = False
    cancel: bool = False
    hold: bool = False
    result: Any = None

    def go(self, status: str) -> None:
        self.status = status
        if status != "processing":
            self.lease_id, self.expired, self.cancel, self.hold = None, False, False, False

    def fail_once(self, onwards: str, *, is_counted: bool = True) -> None:
        """One more failure, counted unless it is not the job's own; where that leads."""
        self.failures += is_counted
        if self.cancel:
            self.go("cancelled")
        elif is_counted and self.failures >= self.max_attempts:
            self.go("failed")
        else:
            self.go("held" if self.hold else onwards)

    def lose_once(self, most: int) -> None:
        """One more worker, or process of its own, was lost with it; `most` ends it."""
        self.losses += 1
        if self.losses >= most and self.status in {"scheduled", "held"}:
            self.go("failed")

    def stop_or(self, onwards: str) -> None:
        self.go("cancelled" if self.cancel else "held" if self.hold else onwards)


@dataclass
class World:
    owner_id: UUID
    jobs: dict[UUID, Model] = field(default_factory=dict)
    claims: list[Custodian] = field(default_factory=list)


class QueueMachine(RuleBasedStateMachine):
    """Every claim ever made is kept, so that settles come from workers that have lost their job too."""

    @initialize()
    def begin(self) -> None:
        Job.objects.all().delete()
        self.world = World(make_user().pk)

    def pick(self, number: int) -> tuple[UUID, Model] | None:
        jobs = list(self.world.jobs.items())
        return jobs[number % len(jobs)] if jobs else None

    def a_claim(self, number: int) -> Custodian | None:
        """Two times in three one that holds, else any that was ever made."""
        jobs, claims = self.world.jobs, self.world.claims
        holding = [custodian for custodian in claims if jobs[custodian.job_id].lease_id == custodian.lease_id]
        wanted = holding if number % 3 and holding else claims
        return wanted[number // 3 % len(wanted)] if wanted else None

    @precondition(lambda self: len(self.world.jobs) < MOST_JOBS)
    @rule(attempts=st.sampled_from([1, 2, 3, 9]))
    def submit(self, attempts: int) -> None:
        job = new_job(self.world.owner_id, max_attempts=attempts)
        self.world.jobs[job.pk] = Model(max_attempts=attempts)

    @rule(limit=st.integers(1, 3))
    def claim(self, limit: int) -> None:
        self.claims(limit)

    def claims(self, limit: int) -> list[Custodian]:
        ready = [job_id for job_id, model in self.world.jobs.items() if model.status == "pending"]
        claimed = claim(uuid.uuid7(), {KIND: 1}, limit)
        assert min(limit, len(ready)) == len(claimed)
        for custodian in claimed:
            model = self.world.jobs[custodian.job_id]
            assert "pending" == model.status
            model.go("processing")
            model.attempt += 1
            model.lease_id = custodian.lease_id
            assert (model.attempt, model.failures) == (custodian.attempt, custodian.failures)
            self.world.claims.append(custodian)
        return claimed

    @rule(number=numbers, outcome=outcomes)
    def settle(self, number: int, outcome: str) -> None:
        if custodian := self.a_claim(number):
            self.settles(custodian, outcome, number)

    @rule(number=numbers, outcome=outcomes, asked=st.sampled_from(["", "cancel", "hold"]))
    def work(self, number: int, outcome: str, asked: str) -> None:
        """A whole attempt, of which something may be asked meanwhile."""
        for custodian in self.claims(1):
            place = list(self.world.jobs).index(custodian.job_id)
            if asked:
                getattr(self, asked)(place)
            self.settles(custodian, outcome, number)

    @rule(number=numbers, outcome=outcomes)
    def come_back_late(self, number: int, outcome: str) -> None:
        """A worker is lost and rescued, and settles all the same."""
        for custodian in self.claims(1):
            self.lose(list(self.world.jobs).index(custodian.job_id))
            self.rescue()
            self.settles(custodian, outcome, number)

    @rule(times=st.integers(1, 6))
    def die(self, times: int) -> None:
        """The processes that attempts have to themselves die, one after the other."""
        for _ in range(times):
            for custodian in self.claims(1):
                self.settles(custodian, "lost", 0)
            self.let_time_pass()

    def settles(self, custodian: Custodian, outcome: str, number: int) -> None:
        model = self.world.jobs[custodian.job_id]
        refused = write(custodian, report.Settle(AttemptOutcome(outcome), result=number, message="x", seconds=60.0))
        if model.lease_id != custodian.lease_id:
            assert isinstance(refused, LeaseLost), refused
            return
        assert refused is None
        if outcome in FINAL:
            model.go(outcome)
            model.result = model.result if outcome == "failed" else number
        elif outcome in {"error", "lost"}:
            model.fail_once("scheduled")
            if outcome == "lost":
                model.lose_once(MAX_LOSSES)
        else:
            model.stop_or("scheduled" if outcome == "snoozed" else "pending")

    @rule(number=numbers)
    def lose(self, number: int) -> None:
        """A worker falls silent: its lease runs out."""
        if (found := self.pick(number)) and found[1].status == "processing":
            expire(found[0])
            found[1].expired = True

    @rule(number=numbers)
    def beat(self, number: int) -> None:
        """A worker extends what it holds, if it still does."""
        if custodian := self.a_claim(number):
            model = self.world.jobs[custodian.job_id]
            lease = Lease.objects.filter(lease_id=custodian.lease_id).first()
            assert (lease is not None) == (model.lease_id == custodian.lease_id)
            assert extend(lease.worker_id if lease else uuid.uuid7(), [custodian.lease_id]) == (lease is not None)
            if lease is not None:
                model.expired = False

    @rule()
    def rescue(self) -> None:
        lost = [model for model in self.world.jobs.values() if model.status == "processing" and model.expired]
        assert len(lost) == rescue()
        for model in lost:
            is_spared = model.losses >= MAX_LOSSES - 1
            model.fail_once("scheduled", is_counted=not is_spared)
            model.lose_once(MAX_LOSSES_APART if is_spared else MAX_LOSSES)

    @rule()
    def let_time_pass(self) -> None:
        """All that waits for its time is due."""
        due = [model for model in self.world.jobs.values() if model.status == "scheduled"]
        Job.objects.exclude(wake_at=None).update(wake_at="2020-01-01T00:00:00Z")
        assert len(due) == stage()
        for model in due:
            model.go("pending")

    @rule(number=numbers)
    def cancel(self, number: int) -> None:
        def act(model: Model) -> None:
            if model.status == "processing":
                model.cancel = True
            else:
                model.go("cancelled")

        self.control(number, control.cancel, WAITING | {"processing", "cancelled"}, act)

    @rule(number=numbers)
    def hold(self, number: int) -> None:
        def act(model: Model) -> None:
            if model.status == "processing":
                model.hold = True
            else:
                model.go("held")

        self.control(number, control.hold, WAITING | {"processing"}, act)

    @rule(number=numbers)
    def resume(self, number: int) -> None:
        def act(model: Model) -> None:
            if model.status == "processing":
                model.hold = False
            else:
                model.go("pending")

        allowed = {"held"}
        if (found := self.pick(number)) and found[1].hold:
            allowed = {"processing"}
        self.control(number, control.resume, allowed, act)

    @rule(number=numbers)
    def retry(self, number: int) -> None:
        def act(model: Model) -> None:
            model.max_attempts = max(model.max_attempts, model.failures + 1)
            model.losses = 0
            model.go("pending")

        self.control(number, control.retry, {"failed", "cancelled", "partial_success", "scheduled"}, act)

    def control(
        self, number: int, verb: Callable[[UUID], Job], allowed: set[str], act: Callable[[Model], None]
    ) -> None:
        if not (found := self.pick(number)):
            return
        job_id, model = found
        try:
            verb(job_id)
        except WrongState:
            assert model.status not in allowed, f"{verb.__name__} was refused for a {model.status} job"
        else:
            assert model.status in allowed, f"{verb.__name__} was not refused for a {model.status} job"
            act(model)

    @invariant()
    def agrees_with_the_model(self) -> None:
        jobs = Job.objects.all()
        for job in jobs:
            model = self.world.jobs[job.pk]
            seen = (job.status, job.attempt, job.failures, job.losses, job.max_attempts, job.lease_id, job.result)
            assert seen == (
                model.status, model.attempt, model.failures, model.losses, model.max_attempts, model.lease_id,
                model.result,
            )  # fmt: skip
            assert (model.cancel, model.hold) == (job.cancel_requested_at is not None, job.hold_requested is not None)
        assert_consistent(*(job.pk for job in jobs))


def run(examples: int) -> None:
    run_state_machine_as_test(
        QueueMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


class TestQueue:
    def test_does_what_the_model_says(self, race_rounds: int) -> None:
        run(max(10, race_rounds // 2))


def no_fence(patch: pytest.MonkeyPatch) -> None:
    """A worker's write is taken whatever lease it holds."""

    def believed(jobs, write):
        return jobs[write.job_id]

    patch.setattr(committing, "_held", believed)


def no_expiry_check(patch: pytest.MonkeyPatch) -> None:
    """A rescue takes every lease for a lost one."""
    honest = rescuing._take_back
    patch.setattr(rescuing, "_take_back", lambda lost, limit: honest(Q(), limit))


def no_cancel_on_failure(patch: pytest.MonkeyPatch) -> None:
    """A cancel that was asked for is forgotten by an error."""
    honest = report.after_failure

    def forgetful(job, *rest, **more):
        job.cancel_requested_at = None
        return honest(job, *rest, **more)

    patch.setattr(report, "after_failure", forgetful)


def no_stop(patch: pytest.MonkeyPatch) -> None:
    """A release obeys neither a cancel nor a hold."""
    patch.setattr(report, "_stopped", lambda job: None)


def no_end_of_attempts(patch: pytest.MonkeyPatch) -> None:
    """Failures are not limited."""
    honest = report.after_failure

    def tireless(job, *rest, **more):
        job.max_attempts = 1000
        return honest(job, *rest, **more)

    patch.setattr(report, "after_failure", tireless)


def no_last_loss(patch: pytest.MonkeyPatch) -> None:
    """A job whose own process dies is tried for ever."""
    patch.setattr(report, "conf", lambda: JobsConf(max_losses=1000))


def no_source_check(patch: pytest.MonkeyPatch) -> None:
    """A retry is taken for a job in any state."""
    honest = transition

    def anywhere(job, *rest, **more):
        status, job.status = job.status, "failed"
        try:
            honest(job, *rest, **more)
        finally:
            assert status

    patch.setattr(reopen, "transition", anywhere)


def no_second_thoughts(patch: pytest.MonkeyPatch) -> None:
    """A resume goes where it pleases."""
    patch.setattr(control, "next_status", lambda job, now: (next_status(job, now)[0].__class__.BLOCKED, None))


GUARDS = [
    no_fence,
    unfenced_completion,
    guardless_claim,
    no_expiry_check,
    no_cancel_on_failure,
    no_stop,
    no_end_of_attempts,
    no_last_loss,
    no_source_check,
    no_second_thoughts,
]


# What the machine asserts, what the database refuses, and what the queue says of its own rows.
FOUND_OUT = (AssertionError, IntegrityError, LeaseLost)


@pytest.mark.thorough
class TestGuard:
    @pytest.mark.parametrize("remove", GUARDS, ids=lambda guard: guard.__name__)
    def test_is_missed_when_it_is_removed(self, remove, monkeypatch) -> None:
        remove(monkeypatch)
        with pytest.raises(FOUND_OUT):
            run(200)
