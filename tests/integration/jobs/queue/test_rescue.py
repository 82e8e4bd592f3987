"""Jobs of workers that fell silent are taken back, counted and fenced."""

from __future__ import annotations

import pytest
import uuid_utils.compat as uuid

from jobs.conf import JobsConf
from jobs.errors import LeaseLost
from jobs.models import Attempt, Job, JobLog, Lease, LedgerEntry
from jobs.queue import control
from jobs.queue import rescue as rescuing
from jobs.queue.claim import claim
from jobs.queue.lease import extend
from jobs.queue.report import Settle
from jobs.queue.rescue import release_dead, rescue
from jobs.queue.stage import stage
from jobs.queue.writes import Batch, Checkpoint, Reservation
from jobs.states import AttemptOutcome
from jobs.testing import stage_now
from tests.support.queue import KIND, WORKER, assert_consistent, expire, new_job, running, stored, write

pytestmark = pytest.mark.django_db


def lost(**fields):
    custodian = running(**fields)
    expire(custodian.job_id)
    return custodian


def lost_times(times: int, **fields):
    """A job after `times` workers were lost with it."""
    job = new_job(**({"max_attempts": 10} | fields))
    for _ in range(times):
        assert [job.pk] == [custodian.job_id for custodian in claim(WORKER, {KIND: 1}, 1)]
        expire(job.pk)
        rescue()
        stage_now(job)
    job.refresh_from_db()
    return job


class TestRescue:
    def test_leaves_leases_that_have_not_run_out(self):
        custodian = running()
        before = stored(custodian.job_id)
        assert 0 == rescue()
        assert before == stored(custodian.job_id)

    def test_counts_and_closes_the_lost_attempt(self):
        custodian = lost()
        assert 1 == rescue()
        job = Job.objects.get()
        assert ("scheduled", 1, 1, 1, "WorkerLost") == (
            job.status, job.attempt, job.failures, job.losses, job.error_class,
        )  # fmt: skip
        assert "lost" == Attempt.objects.get().outcome
        assert not Lease.objects.exists()
        assert_consistent(custodian.job_id)

    def test_lets_the_job_run_again_without_a_further_wait(self):
        custodian = lost()
        rescue()
        assert 1 == stage()
        assert [custodian.job_id] == [again.job_id for again in claim(uuid.uuid7(), {KIND: 1}, 1)]

    def test_leaves_a_lease_that_was_extended_meanwhile(self):
        custodian = lost()
        extend(WORKER, [custodian.lease_id])
        assert 0 == rescue()

    def test_fences_everything_the_zombie_writes(self):
        custodian = lost()
        rescue()
        stage_now(Job.objects.get())
        claim(uuid.uuid7(), {KIND: 1}, 1)
        before = stored(custodian.job_id)
        late = [
            Batch(progress=50, progress_message="late"),
            Batch(reservations=[Reservation(uuid.uuid7(), "p", "m", "s", False, 1)]),
            Batch(checkpoints=[Checkpoint("s", "h", 1, 0.1)]),
            *(Settle(outcome, result="late") for outcome in AttemptOutcome),
        ]
        assert all(isinstance(write(custodian, what), LeaseLost) for what in late)
        assert before == stored(custodian.job_id)
        assert not LedgerEntry.objects.exists()
        assert not Job.objects.get().checkpoints.exists()

    def test_abandons_open_calls(self):
        custodian = running()
        write(custodian, Batch(reservations=[Reservation(uuid.uuid7(), "p", "m", "s", False, 900)]))
        expire(custodian.job_id)
        rescue()
        entry = LedgerEntry.objects.get()
        assert ("abandoned", 900, None) == (entry.state, entry.estimate_nano, entry.cost_nano)

    def test_counts_no_failure_of_a_job_that_had_a_process_of_its_own(self):
        job = lost_times(2, max_attempts=3)
        (custodian,) = claim(WORKER, {KIND: 1}, 1)
        assert (2, 2) == (custodian.losses, custodian.failures)
        expire(job.pk)
        rescue()
        job.refresh_from_db()
        assert ("scheduled", 2, 3) == (job.status, job.failures, job.losses)
        assert_consistent(job.pk)

    def test_gives_a_job_up_whose_own_process_takes_the_workers_along(self):
        job = lost_times(10)
        assert ("failed", 2, 10, "Worker lost 10 times") == (
            job.status, job.failures, job.losses, job.error_message,
        )  # fmt: skip
        assert "Worker lost 10 times" == JobLog.objects.filter(job_id=job.pk).last().message

    def test_fails_a_job_that_lost_all_the_workers_it_may(self, monkeypatch):
        monkeypatch.setattr(rescuing, "conf", lambda: JobsConf(max_losses=1))
        assert ("failed", 1, "Worker lost once") == (
            (job := lost_times(1)).status, job.losses, job.error_message,
        )  # fmt: skip

    def test_fails_a_job_whose_failures_are_used_up(self):
        lost(max_attempts=1)
        rescue()
        assert "failed" == Job.objects.get().status

    def test_cancels_what_was_to_be_cancelled(self):
        custodian = lost()
        control.cancel(custodian.job_id)
        rescue()
        assert "cancelled" == Job.objects.get().status

    def test_holds_what_was_to_be_held(self):
        custodian = lost()
        control.hold(custodian.job_id)
        rescue()
        job = Job.objects.get()
        assert ("held", "person") == (job.status, job.held_reason)


class TestReleaseDead:
    def test_takes_back_the_jobs_of_that_worker_at_once(self):
        running()
        assert 0 == release_dead(uuid.uuid7())
        assert 1 == release_dead(WORKER)
        job = Job.objects.get()
        stage_now(job)
        assert [job.pk] == [custodian.job_id for custodian in claim(uuid.uuid7(), {KIND: 1}, 1)]
