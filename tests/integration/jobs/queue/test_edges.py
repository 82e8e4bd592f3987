"""Dependencies: a job waits for others, and goes on in the transaction that ends the last of them."""

from __future__ import annotations

import pytest
import uuid_utils.compat as uuid

from jobs.errors import InvalidSubmission, WrongState
from jobs.models import Dependency, Job, JobLog
from jobs.queue import control
from jobs.queue.amend import amend
from jobs.queue.claim import claim
from jobs.states import AttemptOutcome, HeldReason, Status
from tests.support.queue import (
    FUTURE,
    KIND,
    WORKER,
    assert_consistent,
    claimed,
    end_child,
    new_job,
    settled,
    waiting_for,
)
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def upstream(**fields) -> Job:
    return new_job(kind="upstream", **fields)


class TestEdge:
    def test_keeps_a_job_until_what_it_waits_for_has_succeeded(self):
        first = upstream()
        second = upstream(owner_id=first.owner_id)
        job = waiting_for(first, second)
        assert (Status.BLOCKED, 2) == (job.status, job.open_edges)
        assert [] == claim(WORKER, {KIND: 1}, 1)
        end_child(first)
        assert (Status.BLOCKED, 1) == (fresh(job).status, fresh(job).open_edges)
        end_child(second, AttemptOutcome.PARTIAL_SUCCESS)
        assert (Status.PENDING, 0) == (fresh(job).status, fresh(job).open_edges)
        assert job.pk == claim(WORKER, {KIND: 1}, 1)[0].job_id
        assert_consistent(job.pk)

    def test_leaves_a_job_to_its_time_when_that_comes_later(self):
        first = upstream()
        job = waiting_for(first, run_at=FUTURE)
        assert Status.BLOCKED == job.status
        end_child(first)
        assert (Status.SCHEDULED, FUTURE) == (fresh(job).status, fresh(job).wake_at)

    def test_to_a_finished_job_blocks_nothing(self):
        first = upstream()
        end_child(first)
        job = waiting_for(first)
        assert (Status.PENDING, 0) == (job.status, job.open_edges)
        assert [False] == list(Dependency.objects.values_list("is_open", flat=True))

    def test_counts_while_the_job_is_held(self):
        first = upstream()
        job = waiting_for(first)
        control.hold(job.pk)
        end_child(first)
        assert (Status.HELD, 0) == (fresh(job).status, fresh(job).open_edges)
        assert Status.PENDING == control.resume(job.pk).status

    def test_blocks_again_a_job_that_is_resumed_too_early(self):
        job = waiting_for(upstream())
        control.hold(job.pk)
        assert Status.BLOCKED == control.resume(job.pk).status

    @pytest.mark.parametrize("succeeds", [True, False])
    def test_to_a_cancelled_downstream_is_closed_in_silence(self, succeeds):
        first = upstream()
        job = waiting_for(first)
        control.cancel(job.pk)
        end_child(first, AttemptOutcome.COMPLETED if succeeds else AttemptOutcome.FAILED)
        assert (Status.CANCELLED, 0) == (fresh(job).status, fresh(job).open_edges)


class TestFailure:
    def test_of_an_upstream_cancels_the_chain(self):
        first = upstream()
        second = waiting_for(first)
        third = waiting_for(second)
        end_child(first, AttemptOutcome.FAILED)
        assert [Status.CANCELLED] * 2 == [fresh(job).status for job in (second, third)]
        assert "UpstreamFailed" == fresh(second).error_class
        assert str(first.pk) in fresh(second).error_message
        for job in (second, third):
            assert_consistent(job.pk)

    def test_that_is_a_cancel_counts_too(self):
        first = upstream()
        job = waiting_for(first)
        control.cancel(first.pk)
        assert Status.CANCELLED == fresh(job).status

    def test_may_hold_the_job_instead(self):
        first = upstream()
        job = waiting_for(first, on_failure="hold")
        end_child(first, AttemptOutcome.FAILED)
        assert (Status.HELD, "upstream") == (fresh(job).status, fresh(job).held_reason)
        assert Status.PENDING == control.resume(job.pk).status

    def test_that_came_before_holds_the_job_too(self):
        first = upstream()
        second = upstream(owner_id=first.owner_id)
        end_child(first, AttemptOutcome.FAILED)
        job = waiting_for(first, second, on_failure="hold")
        assert (Status.HELD, "upstream", 1) == (job.status, fresh(job).held_reason, job.open_edges)
        assert_consistent(job.pk)
        control.retry(first.pk)
        end_child(second)
        end_child(first)
        assert Status.PENDING == fresh(job).status
        assert_consistent(job.pk)

    def test_holds_a_job_that_is_told_to_wait_for_it(self):
        first = upstream()
        second = upstream(owner_id=first.owner_id)
        job = waiting_for(second, on_failure="hold")
        end_child(first, AttemptOutcome.FAILED)
        amend(job.pk, {"depends_on": [first.pk]})
        assert (Status.HELD, "upstream") == (fresh(job).status, fresh(job).held_reason)
        assert Status.PENDING == control.resume(job.pk).status

    @pytest.mark.parametrize("reason", [HeldReason.PERSON, HeldReason.PARENT])
    def test_is_what_a_job_is_held_for_that_was_held_before(self, reason):
        first = upstream()
        job = waiting_for(first, on_failure="hold")
        control.hold(job.pk, reason)
        end_child(first, AttemptOutcome.FAILED)
        assert (Status.HELD, "upstream") == (fresh(job).status, fresh(job).held_reason)
        assert "did not succeed" in JobLog.objects.filter(job=job).latest("seq").message
        assert_consistent(job.pk)

    def test_may_leave_the_job_out_and_let_those_go_on_that_wait_for_it(self):
        first = upstream()
        second = waiting_for(first, on_failure="skip")
        third = waiting_for(second)
        end_child(first, AttemptOutcome.FAILED)
        assert (Status.CANCELLED, "Skipped") == (fresh(second).status, fresh(second).error_class)
        assert f"Left out, because what it waited for did not succeed: job {first.pk} failed" == (
            fresh(second).error_message
        )
        assert Status.PENDING == fresh(third).status
        assert Status.PENDING == waiting_for(second).status
        assert_consistent(second.pk, third.pk)

    def test_is_a_failure_again_for_those_who_wait_once_the_skipped_job_was_retried(self):
        first = upstream()
        second = waiting_for(first, on_failure="skip")
        end_child(first, AttemptOutcome.FAILED)
        control.retry(second.pk)
        third = waiting_for(second)
        control.cancel(second.pk)
        assert (Status.CANCELLED, "UpstreamFailed") == (fresh(third).status, fresh(third).error_class)

    def test_may_be_no_matter(self):
        first = upstream()
        job = waiting_for(first, on_failure="run")
        end_child(first, AttemptOutcome.FAILED)
        assert Status.PENDING == fresh(job).status

    def test_that_is_tried_again_ends_nothing(self):
        first = upstream()
        job = waiting_for(first)
        settled(claimed(first), AttemptOutcome.ERROR, error_class="Bad", message="no")
        assert Status.BLOCKED == fresh(job).status


class TestRefusal:
    def test_names_what_is_not_there_or_not_ones_own(self):
        owner, stranger, missing = make_user(), upstream(), uuid.uuid7()
        with pytest.raises(InvalidSubmission) as refused:
            new_job(owner.pk, depends_on=[stranger.pk, missing])
        assert str(stranger.pk) in refused.value.errors["depends_on"]
        assert str(missing) in refused.value.errors["depends_on"]
        assert 1 == Job.objects.count()

    def test_names_what_has_failed_already(self):
        first = upstream()
        end_child(first, AttemptOutcome.FAILED)
        with pytest.raises(InvalidSubmission, match="Retry them"):
            waiting_for(first)
        assert Status.PENDING == waiting_for(first, on_failure="run").status


class TestRetriedUpstream:
    def test_is_waited_for_again_by_those_that_its_failure_has_held(self):
        first = upstream()
        job = waiting_for(first, on_failure="hold")
        settled(claimed(first), AttemptOutcome.FAILED, message="no")
        assert (Status.HELD, 0) == (fresh(job).status, fresh(job).open_edges)
        control.retry(first.pk)
        assert (Status.BLOCKED, 1) == (fresh(job).status, fresh(job).open_edges)
        control.hold(first.pk)
        with pytest.raises(WrongState):
            control.resume(job.pk)
        control.resume(first.pk)
        settled(claimed(first), AttemptOutcome.COMPLETED)
        assert (Status.PENDING, 0) == (fresh(job).status, fresh(job).open_edges)
        assert_consistent(first.pk, job.pk)

    def test_is_not_waited_for_by_one_that_was_resumed_all_the_same(self):
        first = upstream()
        job = waiting_for(first, on_failure="hold")
        settled(claimed(first), AttemptOutcome.FAILED, message="no")
        control.resume(job.pk)
        control.retry(first.pk)
        assert (Status.PENDING, 0) == (fresh(job).status, fresh(job).open_edges)
