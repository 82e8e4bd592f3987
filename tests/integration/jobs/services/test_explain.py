"""Why a job is not running: a test for every cause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
import uuid_utils.compat as uuid
from django.db.models import F
from django.db.models.functions import Now

from accounts.models import User
from jobs.conf import conf
from jobs.models import Gate, Job, KindPolicy, Worker
from jobs.queue import control, gates, workers
from jobs.queue.claim import claim
from jobs.queue.gates import Answer
from jobs.queue.join_policy import ALL
from jobs.queue.pace import OPENING
from jobs.queue.policies import pause
from jobs.selectors import capacity
from jobs.services.cause import Cause, Code
from jobs.services.explain import explain, why_waiting
from jobs.states import AttemptOutcome, HeldReason
from tests.support.queue import (
    FUTURE,
    KIND,
    PLACES,
    WORKER,
    child,
    children_of,
    claimed,
    end_child,
    expire,
    fanned_out,
    new_job,
    running,
    settled,
    waiting_for,
)
from tests.support.users import make_staff, make_user

pytestmark = pytest.mark.django_db


def worker(kinds: Mapping[str, int] | None = None, *, concurrency: int = 4, host: str = "web1") -> Worker:
    worker_id = uuid.uuid7()
    known = {KIND: 1} if kinds is None else kinds
    workers.register(worker_id, host=host, pid=7, version="1", kinds=known, concurrency=concurrency)
    return Worker.objects.get(pk=worker_id)


def causes(job: Job, caller: User | None = None) -> list[Cause]:
    """What the job's owner is told of it, as it is stored now."""
    stored = Job.objects.get(pk=job.pk)
    return explain(caller or stored.owner, stored)


def only(job: Job, caller: User | None = None) -> Cause:
    (cause,) = causes(job, caller)
    assert cause.message.endswith(".")
    assert cause.fix.endswith(".")
    return cause


def codes(job: Job) -> list[Code]:
    return [cause.code for cause in causes(job)]


def limit(**limits: Any) -> None:
    KindPolicy.objects.create(kind=KIND, **limits)


class TestEveryPlace:
    @pytest.mark.parametrize("place", PLACES)
    def test_has_a_cause(self, place: str):
        assert causes(PLACES[place]())


class TestFinished:
    @pytest.mark.parametrize(
        ("outcome", "fix"),
        [("completed", "Duplicate"), ("partial_success", "only what failed"), ("failed", "Retry it.")],
    )
    def test_tells_when_and_what_can_be_done(self, outcome: str, fix: str):
        job = settled(running(), AttemptOutcome(outcome))
        cause = only(job)
        assert (Code.FINISHED, job.finished_at) == (cause.code, cause.at)
        assert fix in cause.fix
        assert [] == why_waiting(job.owner, job)


class TestRunning:
    def test_names_the_worker_and_since_when(self):
        job = new_job()
        taken = claimed(job)
        cause = only(job)
        assert Code.RUNNING == cause.code
        assert str(WORKER) in cause.message
        assert cause.at == Job.objects.get(pk=taken.job_id).lease.claimed_at
        stored = Job.objects.get(pk=job.pk)
        assert [] == why_waiting(stored.owner, stored)

    def test_names_the_host_to_staff_only(self):
        job = new_job()
        claimed(job, worker().pk)
        assert "web1:7" not in only(job).message
        assert "web1:7" in only(job, make_staff()).message

    def test_of_a_worker_that_was_lost_says_so(self):
        job = new_job()
        claimed(job)
        expire(job.pk)
        assert [Code.WORKER_SILENT, Code.NO_WORKER] == codes(job)
        worker()
        assert Code.WORKER_SILENT == only(job).code

    def test_tells_of_a_cancel_that_was_asked_for(self):
        job = new_job()
        claimed(job)
        control.cancel(job.pk)
        assert [Code.CANCEL_REQUESTED, Code.RUNNING] == codes(job)

    def test_tells_of_a_hold_that_was_asked_for(self):
        job = new_job()
        claimed(job)
        control.hold(job.pk)
        assert [Code.HOLD_REQUESTED, Code.RUNNING] == codes(job)


class TestHeld:
    @pytest.mark.parametrize("reason", HeldReason)
    def test_says_why(self, reason: HeldReason):
        job = new_job()
        control.hold(job.pk, reason)
        cause = only(job)
        assert Code.HELD == cause.code
        assert cause.message.startswith("Held")


class TestScheduled:
    def test_waits_for_its_time(self):
        worker()
        cause = only(new_job(run_at=FUTURE))
        assert (Code.RUN_AT, "It starts at 2100-01-01T00:00:00Z.") == (cause.code, cause.message)

    def test_after_an_error_names_it_and_the_next_try(self):
        worker()
        job = settled(running(), AttemptOutcome.ERROR, error_class="Busy", message="The provider was busy.")
        cause = only(job)
        assert (Code.BACKOFF, job.wake_at) == (cause.code, cause.at)
        assert "Attempt 1 failed (The provider was busy). The next attempt starts" == cause.text

    def test_was_put_off(self):
        worker()
        cause = only(settled(running(), AttemptOutcome.SNOOZED, seconds=60.0))
        assert Code.SNOOZED == cause.code

    def test_was_put_off_with_the_reason_it_gave(self):
        worker()
        cause = only(settled(running(), AttemptOutcome.SNOOZED, seconds=60.0, message="The shop is shut."))
        assert "Its last attempt put it off (The shop is shut). It starts" == cause.text

    def test_tells_too_what_will_be_in_the_way(self):
        pause(KIND, "")
        assert [Code.RUN_AT, Code.KIND_PAUSED, Code.NO_WORKER] == codes(new_job(run_at=FUTURE))


class TestGate:
    """What a job is told that was put off at the gate `openai/writer`."""

    GATE = "openai/writer"

    def put_off(self) -> Job:
        worker()
        return settled(running(), AttemptOutcome.SNOOZED, seconds=60.0, message="left alone", gate=self.GATE)

    def test_that_is_shut_is_named_with_the_reason_and_until_when(self):
        job = self.put_off()
        gates.tell(self.GATE, Answer.REFUSED, seconds=300.0, reason="The key is refused.")
        shut, wakes = causes(job)
        assert "The gate openai/writer is shut: The key is refused. One call tries it again" == shut.text
        assert (Code.GATE_SHUT, Gate.objects.get().shut_until) == (shut.code, shut.at)
        assert (Code.SNOOZED, "Its last attempt put it off. It starts") == (wakes.code, wakes.text)

    def test_that_the_other_side_asked_for_opens_by_itself(self):
        job = self.put_off()
        gates.tell(self.GATE, Answer.LIMITED, seconds=40.0, reason="Too many calls.")
        assert "The gate openai/writer is shut: Too many calls. It opens" == causes(job)[0].text

    def test_that_one_call_tries_says_so(self):
        job = self.put_off()
        gates.tell(self.GATE, Answer.REFUSED)
        gates.enter(self.GATE)
        assert "One call tries it now" in causes(job)[0].message

    @pytest.mark.parametrize("limits", [{"max_requests": 1}, {"max_amount": 5}])
    def test_that_has_let_enough_through_says_when_more_may(self, limits: dict[str, int]):
        job = self.put_off()
        Gate.objects.create(key=self.GATE, **limits)
        gates.enter(self.GATE, 5)
        assert causes(job)[0].message.startswith("As many calls as may in a minute have gone through")

    def test_that_lets_calls_through_one_by_one_says_when_the_next_may(self):
        job = self.put_off()
        gates.tell(self.GATE, Answer.LIMITED)
        Gate.objects.update(shut_until=Now(), window_started_at=Now())
        for _ in range(OPENING):
            gates.enter(self.GATE)
        (paced, _) = causes(job)
        assert (
            "Fewer calls were asked for: 10 a minute go through the gate openai/writer at first, then ever more."
            in paced.text
        )
        assert Code.GATE_SHUT == paced.code
        assert timedelta(seconds=5) < paced.at - Gate.objects.get().window_started_at < timedelta(seconds=6)

    def test_is_named_after_a_failure_too(self):
        worker()
        job = settled(running(), AttemptOutcome.ERROR, error_class="transient", message="502.", gate=self.GATE)
        gates.tell(self.GATE, Answer.REFUSED, seconds=9.0)
        assert [Code.GATE_SHUT, Code.BACKOFF] == codes(job)

    def test_that_is_open_again_is_not_named(self):
        job = self.put_off()
        gates.tell(self.GATE, Answer.WELL)
        assert "Its last attempt put it off (left alone). It starts" == only(job).text


class TestBlocked:
    def test_names_what_it_waits_for(self):
        first = new_job(title="Reading")
        second = new_job(first.owner_id, title="Writing")
        cause = only(waiting_for(first, second))
        assert Code.BLOCKED == cause.code
        assert "2 other jobs" in cause.message
        assert cause.message.endswith("to finish: Reading (pending), Writing (pending).")

    def test_names_by_its_id_what_has_no_title(self):
        upstream = new_job(title="")
        assert f"to finish: {upstream.kind} ({upstream.pk}, pending)." in only(waiting_for(upstream)).message

    def test_hides_what_the_caller_may_not_see(self):
        upstream = new_job(title="Secret")
        job = waiting_for(upstream)
        Job.objects.filter(pk=upstream.pk).update(owner=make_user())
        cause = only(job)
        assert "Secret" not in cause.message
        assert "1 other job to finish: 1 that you may not see." in cause.message

    def test_names_a_few_of_many(self):
        first = new_job()
        others = [new_job(first.owner_id) for _ in range(6)]
        assert "2 more" in only(waiting_for(first, *others)).message


class TestParts:
    def test_are_counted(self):
        job = fanned_out(running(), 3)
        end_child(children_of(job)[0])
        cause = only(job)
        assert (Code.CHILDREN, "Waits for its parts: 2 of 3 are open.") == (cause.code, cause.message)

    def test_that_stand_in_line_wait_for_a_place(self):
        parent = settled(running(), AttemptOutcome.FANNED_OUT, children=[child(), child()], join=ALL, at_once=1)
        cause = only(children_of(parent)[1])
        assert (Code.IN_LINE, True) == (cause.code, cause.message.startswith("Only 1 of the parts"))

    def test_that_stand_in_line_while_their_job_is_held_wait_for_that(self):
        parent = settled(running(), AttemptOutcome.FANNED_OUT, children=[child(), child()], join=ALL, at_once=1)
        second = children_of(parent)[1]
        control.hold(parent.pk)
        cause = only(Job.objects.get(pk=second.pk))
        assert (Code.HELD, "Resume that job.") == (cause.code, cause.fix)

    def test_that_ended_leave_it_to_a_worker(self):
        job = PLACES["processing, waiting to join"]()
        assert [Code.NO_WORKER] == codes(job)


class TestPerson:
    @pytest.mark.parametrize("place", ["pending by hand", "processing by a person"])
    def test_has_it(self, place: str):
        assert Code.PERSON == only(PLACES[place]()).code


class TestWorkers:
    def test_that_are_not_there(self):
        assert Code.NO_WORKER == only(new_job()).code

    def test_that_were_silent_drain_or_stopped_are_not_there(self):
        silent, draining, stopped, stopping = worker(), worker(), worker(), worker()
        Worker.objects.filter(pk=silent.pk).update(heartbeat_at=Now() - timedelta(seconds=1.2 * conf().lease_seconds))
        workers.beat(draining.pk, running=0, draining=True)
        workers.stopped(stopped.pk)
        workers.request_stop(stopping.pk)
        assert Code.NO_WORKER == only(new_job()).code

    def test_that_do_not_know_the_kind(self):
        worker({"other": 1})
        assert Code.KIND_UNKNOWN == only(new_job()).code

    def test_that_read_older_payloads(self):
        worker()
        cause = only(new_job(payload_version=2))
        assert Code.PAYLOAD_TOO_NEW == cause.code
        assert "version 2" in cause.message

    def test_that_are_paused(self):
        workers.pause(worker().pk)
        job = new_job()
        assert Code.WORKERS_PAUSED == only(job).code
        worker()
        assert Code.ABOUT_TO_START == only(job).code

    def test_that_are_busy(self):
        busy = worker(concurrency=1)
        new_job()
        assert 1 == len(claim(busy.pk, {KIND: 1}, 1))
        cause = only(new_job())
        assert Code.WORKERS_BUSY == cause.code
        assert "1 of 1 places" in cause.message


class TestPolicy:
    def test_that_paused_the_kind(self):
        worker()
        pause(KIND, "The provider is down.")
        cause = only(new_job())
        assert Code.KIND_PAUSED == cause.code
        assert "The provider is down." in cause.message

    def test_that_limits_the_kind(self):
        worker()
        running()
        limit(max_running=1)
        cause = only(new_job())
        assert Code.KIND_FULL == cause.code
        assert "1 of 1 running" in cause.message

    def test_that_limits_the_owner(self):
        worker()
        job = new_job()
        claimed(job)
        limit(max_running_per_owner=1)
        assert Code.OWNER_FULL == only(new_job(job.owner_id)).code
        assert Code.OWNER_FULL not in codes(new_job())

    def test_that_limits_the_rate_tells_when_it_is_free(self):
        worker()
        limit(rate_limit=1, rate_seconds=60.0)
        running()
        cause = only(new_job())
        began = KindPolicy.objects.get().window_started_at
        assert began is not None
        assert (Code.RATE_FULL, began + timedelta(seconds=60)) == (cause.code, cause.at)
        KindPolicy.objects.update(window_started_at=F("window_started_at") - timedelta(minutes=2))
        assert Code.RATE_FULL not in codes(Job.objects.get(turn_at__isnull=False, lease_id=None))


class TestQueue:
    def test_ahead_of_it_is_counted(self):
        worker()
        ahead = [new_job() for _ in range(2)]
        job = new_job()
        cause = only(job)
        assert (Code.QUEUE_AHEAD, "2 jobs have their turn before it.") == (cause.code, cause.message)
        control.cancel(ahead[0].pk)
        assert "1 job has its turn before it." == only(job).message

    def test_ahead_of_it_is_counted_up_to_a_bound(self, monkeypatch):
        monkeypatch.setattr(capacity, "MOST_COUNTED", 1)
        worker()
        for _ in range(2):
            new_job()
        assert 1 == capacity.ahead_of(new_job(), [KIND])

    def test_leaves_out_kinds_that_are_paused_and_that_no_worker_takes(self):
        worker({KIND: 1, "paused": 1})
        pause("paused", "")
        new_job(kind="paused")
        new_job(kind="foreign")
        assert Code.ABOUT_TO_START == only(new_job()).code
