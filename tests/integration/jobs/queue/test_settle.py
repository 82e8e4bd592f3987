"""How attempts end."""

from __future__ import annotations

import pytest

from jobs.models import Attempt, Job, Lease
from jobs.queue.report import Settle
from jobs.states import AttemptOutcome
from jobs.testing import stage_now
from tests.support.queue import WORKER, assert_consistent, claimed, new_job, running, settled, write

pytestmark = pytest.mark.django_db


class TestSettle:
    @pytest.mark.parametrize(
        ("outcome", "status", "failures"),
        [
            (AttemptOutcome.COMPLETED, "completed", 0),
            (AttemptOutcome.PARTIAL_SUCCESS, "partial_success", 0),
            (AttemptOutcome.FAILED, "failed", 0),
            (AttemptOutcome.ERROR, "scheduled", 1),
            (AttemptOutcome.LOST, "scheduled", 1),
            (AttemptOutcome.SNOOZED, "scheduled", 0),
            (AttemptOutcome.RELEASED, "pending", 0),
        ],
    )
    def test_leads_where_the_outcome_says(self, outcome, status, failures):
        job = settled(running(), outcome, result=1, seconds=1.0)
        assert (status, failures, 1) == (job.status, job.failures, job.attempt)
        assert outcome == Attempt.objects.get().outcome
        assert not Lease.objects.exists()
        assert_consistent(job.pk)

    def test_waits_at_least_as_long_as_was_asked_after_an_error(self):
        job = settled(running(), AttemptOutcome.ERROR, seconds=500.0)
        assert (job.wake_at - job.created_at).total_seconds() >= 500

    def test_fails_when_the_failures_are_used_up(self):
        job = settled(running(max_attempts=1), AttemptOutcome.ERROR, error_class="Bad", message="no")
        assert ("failed", 1, "no") == (job.status, job.failures, job.error_message)

    def test_fails_sooner_after_an_error_that_says_so_and_came_twice_running(self):
        job = new_job(max_attempts=10)
        seen = []
        for error in ("transient", "timeout", "timeout"):
            most = 2 if error == "timeout" else None
            job = settled(claimed(job), AttemptOutcome.ERROR, error_class=error, most_failures=most)
            seen.append(job.status)
            stage_now(job)
        assert ["scheduled", "scheduled", "failed"] == seen

    def test_counts_the_death_of_a_process_of_its_own_as_a_loss(self):
        job = settled(running(), AttemptOutcome.LOST, error_class="WorkerLost", message="gone")
        assert ("scheduled", 1, "WorkerLost", "gone") == (job.status, job.losses, job.error_class, job.error_message)

    def test_fails_at_the_last_loss_that_a_job_may_have(self):
        job = new_job(max_attempts=10)
        Job.objects.filter(pk=job.pk).update(losses=2)
        job = settled(claimed(job), AttemptOutcome.LOST, error_class="WorkerLost", message="gone")
        assert ("failed", 1, 3) == (job.status, job.failures, job.losses)
        assert "lost" == Attempt.objects.get().outcome
        assert_consistent(job.pk)

    def test_cleans_what_the_database_would_refuse(self):
        job = settled(running(), AttemptOutcome.COMPLETED, result={"a\x00": "\ud800x\x00", "n": float("nan")})
        assert {"a": "?x", "n": None} == job.result

    def test_writes_what_belongs_together_or_nothing(self):
        custodian = running()

        def rename() -> None:
            Job.objects.filter(pk=custodian.job_id).update(title="together")
            raise RuntimeError("refused")

        error = write(custodian, Settle(AttemptOutcome.COMPLETED, together=(rename,)))
        job = Job.objects.get()
        assert isinstance(error, RuntimeError)
        assert ("processing", True) == (job.status, job.title != "together")

    def test_of_one_job_touches_no_other(self):
        other = running()
        settled(running(), AttemptOutcome.COMPLETED)
        assert "processing" == Job.objects.get(pk=other.job_id).status
        assert WORKER == Lease.objects.get().worker_id
        assert "pending" == new_job().status
