"""Cancel, hold, resume and retry, as people ask for them."""

from __future__ import annotations

import pytest

from jobs.errors import WrongState
from jobs.models import Job
from jobs.queue import control
from jobs.queue.amend import amend
from jobs.queue.claim import claim
from jobs.queue.stage import stage
from jobs.states import AttemptOutcome
from jobs.testing import age, stage_now
from tests.support.queue import FUTURE, KIND, PLACES, WORKER, assert_consistent, new_job, running, settled, stored

pytestmark = pytest.mark.django_db


class TestCancel:
    def test_asks_a_running_job_once(self):
        custodian = running()
        asked = control.cancel(custodian.job_id)
        again = control.cancel(custodian.job_id)
        assert asked.cancel_requested_at is not None
        assert asked.last_seq == again.last_seq

    def test_lets_a_result_that_comes_first_win(self):
        custodian = running()
        control.cancel(custodian.job_id)
        assert "completed" == settled(custodian, AttemptOutcome.COMPLETED, result=1).status


class TestResume:
    def test_withdraws_a_hold_that_the_worker_has_not_seen(self):
        custodian = running()
        control.hold(custodian.job_id)
        assert control.resume(custodian.job_id).hold_requested is None
        assert "pending" == settled(custodian, AttemptOutcome.RELEASED).status

    @pytest.mark.parametrize(
        ("fields", "status"),
        [
            ({}, "pending"),
            ({"run_at": FUTURE}, "scheduled"),
            ({"open_edges": 1, "run_at": FUTURE}, "blocked"),
            ({"children_open": 1}, "processing"),
        ],
    )
    def test_computes_where_to_go(self, fields, status):
        job = control.hold(new_job().pk)
        Job.objects.filter(pk=job.pk).update(**fields)
        assert status == control.resume(job.pk).status


class TestRetry:
    def test_allows_one_more_failure_and_lowers_nothing(self):
        custodian = running(max_attempts=1)
        job = settled(custodian, AttemptOutcome.ERROR, error_class="Bad", message="no")
        assert ("failed", 1, 1) == (job.status, job.attempt, job.failures)
        job = control.retry(job.pk)
        assert ("pending", 1, 1, 2, "") == (
            job.status, job.attempt, job.failures, job.max_attempts, job.error_class,
        )  # fmt: skip
        (again,) = claim(WORKER, {KIND: 1}, 1)
        job = settled(again, AttemptOutcome.ERROR, error_class="Bad", message="no")
        assert ("failed", 2, 2) == (job.status, job.attempt, job.failures)

    def test_keeps_the_failures_that_were_still_allowed(self):
        job = control.retry(PLACES["cancelled"]().pk)
        assert 3 == job.max_attempts

    def test_runs_a_waiting_job_at_once(self):
        job = control.retry(PLACES["scheduled"]().pk)
        assert ("pending", None) == (job.status, job.wake_at)

    def test_keeps_a_future_time_of_a_cancelled_job(self):
        job = control.cancel(new_job(run_at=FUTURE).pk)
        retried = control.retry(job.pk)
        assert ("scheduled", FUTURE) == (retried.status, retried.wake_at)

    @pytest.mark.parametrize("place", ["completed", "pending", "processing by a worker", "held", "blocked"])
    def test_is_refused(self, place):
        job = PLACES[place]()
        before = stored(job.pk)
        with pytest.raises(WrongState):
            control.retry(job.pk)
        assert before == stored(job.pk)


class TestControl:
    @pytest.mark.parametrize("act", [control.cancel, control.hold, control.resume, control.retry])
    def test_of_a_missing_job_says_so(self, act):
        job = new_job()
        Job.objects.filter(pk=job.pk).delete()
        with pytest.raises(Job.DoesNotExist):
            act(job.pk)


class TestAmend:
    def test_moves_a_waiting_job_by_its_new_head_start(self):
        job = new_job()
        age(job, seconds=100)
        job.refresh_from_db()
        turn_at = job.turn_at
        changed = amend(job.pk, {"priority": "high"})
        assert 600 == (turn_at - changed.turn_at).total_seconds()
        assert turn_at == amend(job.pk, {"priority": "medium"}).turn_at

    def test_sends_a_job_to_its_new_time_and_back(self):
        job = new_job()
        assert ("scheduled", FUTURE) == ((later := amend(job.pk, {"run_at": FUTURE})).status, later.wake_at)
        assert "pending" == amend(job.pk, {"run_at": None}).status
        assert_consistent(job.pk)

    def test_replaces_tags(self):
        job = new_job(tags=["a", "b"])
        amend(job.pk, {"tags": ["b", "c"]})
        assert {"b", "c"} == set(job.tag_rows.values_list("name", flat=True))

    @pytest.mark.parametrize("place", ["completed", "failed", "cancelled", "partial_success"])
    def test_is_refused_once_the_job_is_final(self, place):
        with pytest.raises(WrongState):
            amend(PLACES[place]().pk, {"title": "new"})

    @pytest.mark.parametrize("place", ["held", "processing by a worker", "processing by children", "blocked"])
    def test_refuses_a_time_that_comes_too_late_and_changes_nothing(self, place):
        job = PLACES[place]()
        before = stored(job.pk)
        with pytest.raises(WrongState):
            amend(job.pk, {"title": "new", "run_at": FUTURE})
        assert before == stored(job.pk)


class TestStage:
    def test_leaves_what_is_not_due(self):
        job = new_job(run_at=FUTURE)
        before = stored(job.pk)
        assert 0 == stage()
        assert before == stored(job.pk)

    def test_makes_what_is_due_claimable(self):
        job = new_job(run_at=FUTURE)
        stage_now(job)
        assert [job.pk] == [custodian.job_id for custodian in claim(WORKER, {KIND: 1}, 1)]
