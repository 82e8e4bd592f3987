"""Parents and children: counted in the transaction that ends a child, joined exactly once."""

from __future__ import annotations

import pytest
import uuid_utils.compat as uuid

from jobs.errors import LeaseLost, WrongState
from jobs.models import Attempt, ChunkRecord, Job, JobLog, Lease, LedgerEntry
from jobs.queue import control, told
from jobs.queue.children import Span
from jobs.queue.claim import claim
from jobs.queue.clock import now
from jobs.queue.commit import Write, commit
from jobs.queue.join_policy import ALL, ANY, EVERY_OUTCOME, JoinPolicy
from jobs.queue.report import Settle
from jobs.queue.rescue import rescue
from jobs.selectors.children import tally_of
from jobs.states import AttemptOutcome, Phase, Status
from jobs.worker.join import refused
from tests.support.queue import (
    CHILD_KIND,
    KIND,
    WORKER,
    assert_consistent,
    child,
    children_of,
    claimed,
    end_child,
    expire,
    fanned_out,
    running,
    settled,
    write,
)

pytestmark = pytest.mark.django_db(transaction=True)

COMPLETED, FAILED = AttemptOutcome.COMPLETED, AttemptOutcome.FAILED


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def end_all(parent: Job, *outcomes: AttemptOutcome) -> Job:
    """End the open children of `parent` in order; the parent as it is then."""
    for job, outcome in zip(children_of(parent), outcomes, strict=True):
        end_child(job, outcome)
    return fresh(parent)


def counts(parent: Job) -> tuple[int, int, int]:
    return parent.children_total, parent.children_open, parent.children_failed


class TestFanOut:
    def test_gives_the_parent_to_its_children_and_frees_the_worker(self):
        custodian = running()
        parent = fanned_out(custodian, 3)
        assert (Status.PROCESSING, "children", None) == (parent.status, parent.custody, parent.lease_id)
        assert (Phase.JOIN, 1, (3, 3, 0)) == (parent.phase, parent.round, counts(parent))
        assert not Lease.objects.exists()
        assert [AttemptOutcome.FANNED_OUT] == list(Attempt.objects.values_list("outcome", flat=True))
        assert [] == claim(WORKER, {KIND: 1}, 1)
        assert isinstance(write(custodian, Settle(COMPLETED)), LeaseLost)
        for job in [parent, *children_of(parent)]:
            assert_consistent(job.pk)

    def test_makes_children_of_the_same_owner_tree_and_priority(self):
        parent = fanned_out(running(priority="high", category="books"), 2)
        made = children_of(parent)
        assert {(parent.owner_id, parent.pk, "high", "books", Status.PENDING)} == {
            (job.owner_id, job.root_id, job.priority, job.category, job.status) for job in made
        }
        assert [job.pk for job in made] == sorted(job.pk for job in made)

    def test_of_nothing_goes_straight_to_its_join(self):
        parent = fanned_out(running(), 0)
        assert ("queue", (0, 0, 0)) == (parent.custody, counts(parent))
        assert parent.pk == claim(WORKER, {KIND: 1}, 1)[0].job_id

    def test_yields_to_a_cancel_that_was_asked_for(self):
        custodian = running()
        control.cancel(custodian.job_id)
        parent = fanned_out(custodian, 3)
        assert (Status.CANCELLED, 0) == (parent.status, Job.objects.filter(parent=parent).count())

    def test_keeps_each_chunk_with_its_child(self):
        custodian = running()
        children = [child(span=Span(index, index * 10, index * 10 + 10)) for index in range(3)]
        parent = settled(custodian, AttemptOutcome.FANNED_OUT, children=children, join=ALL)
        first, *_ = children_of(parent)
        end_child(first, result={"words": 7})
        rows = ChunkRecord.objects.filter(parent=parent).values_list("index", "start", "end", "result", "cost_nano")
        assert [(0, 0, 10, {"words": 7}, 0), (1, 10, 20, None, None), (2, 20, 30, None, None)] == list(rows)

    def test_enters_what_each_chunk_used_and_cost(self):
        children = [child(span=Span(index, index * 10, index * 10 + 10)) for index in range(3)]
        parent = settled(running(), AttemptOutcome.FANNED_OUT, children=children, join=ALL)
        real, unknown, simulated = children_of(parent)
        paid(real, 700, 800)
        paid(unknown, 700, None)
        paid(simulated, 900, is_simulated=True)
        for job in (real, unknown, simulated):
            end_child(job)
        rows = ChunkRecord.objects.filter(parent=parent).values_list("input_tokens", "output_tokens", "cost_nano")
        assert [(20, 4, 1500), (20, 4, None), (10, 2, 0)] == list(rows)

    @pytest.mark.repeats
    def test_of_thousands_counts_them_all(self):
        parent = fanned_out(running(), 2500)
        assert 2500 == Job.objects.filter(parent=parent).count() == parent.children_open


def paid(job: Job, *costs: int | None, is_simulated: bool = False) -> None:
    """Answered calls of `job`, 10 tokens in and 2 out each; a cost of None is unknown."""
    for cost in costs:
        LedgerEntry.objects.create(
            job_id=job.pk, root_id=job.root_id, owner_id=job.owner_id, kind=job.kind, attempt=1, lease_id=uuid.uuid7(),
            provider="p", model="m", simulated=is_simulated, state="settled", input_tokens=10, output_tokens=2,
            cost_nano=cost, created_at=now(),
        )  # fmt: skip


class TestJoin:
    def test_comes_once_with_the_last_child(self):
        parent = fanned_out(running(), 3)
        for job in children_of(parent)[:2]:
            end_child(job)
            assert "children" == fresh(parent).custody
        end_child(children_of(parent)[2])
        parent = fresh(parent)
        assert (Status.PROCESSING, "queue", (3, 0, 0)) == (parent.status, parent.custody, counts(parent))
        (custodian,) = claim(WORKER, {KIND: 1}, 5)
        assert (parent.pk, Phase.JOIN, 2) == (custodian.job_id, custodian.phase, custodian.attempt)
        assert [] == claim(WORKER, {KIND: 1}, 5)
        assert Status.COMPLETED == settled(custodian, COMPLETED).status
        assert_consistent(parent.pk)

    def test_believes_the_children_and_not_the_counter(self):
        parent = fanned_out(running(), 3)
        Job.objects.filter(pk=parent.pk).update(children_open=1)
        first, second, third = children_of(parent)
        end_child(first)
        assert ("children", 2) == (fresh(parent).custody, fresh(parent).children_open)
        end_child(second)
        end_child(third)
        assert "queue" == fresh(parent).custody

    def test_shows_how_far_the_children_are(self):
        parent = fanned_out(running(), 4)
        seen = []
        for job in children_of(parent):
            end_child(job)
            seen.append(fresh(parent).progress)
        assert [25, 50, 75, 99] == seen

    def test_that_fails_is_tried_again_as_a_join(self):
        parent = end_all(fanned_out(running(), 1), COMPLETED)
        again = settled(claimed(parent), AttemptOutcome.ERROR, error_class="Bad", message="no")
        assert (Status.SCHEDULED, Phase.JOIN, 1) == (again.status, again.phase, again.failures)

    def test_whose_worker_is_lost_is_claimed_again(self):
        parent = end_all(fanned_out(running(), 1), COMPLETED)
        claimed(parent)
        expire(parent.pk)
        assert 1 == rescue()
        assert (Status.SCHEDULED, Phase.JOIN) == (fresh(parent).status, fresh(parent).phase)

    def test_waits_for_a_child_that_was_lost(self):
        parent = fanned_out(running(), 1, max_attempts=2)
        (job,) = children_of(parent)
        claimed(job)
        expire(job.pk)
        rescue()
        assert (1, "children") == (fresh(parent).children_open, fresh(parent).custody)

    def test_counts_a_child_that_is_lost_for_good(self):
        parent = fanned_out(running(), 1, EVERY_OUTCOME, max_attempts=1)
        (job,) = children_of(parent)
        claimed(job)
        expire(job.pk)
        rescue()
        assert ("queue", (1, 0, 1)) == (fresh(parent).custody, counts(fresh(parent)))


class TestPolicy:
    @pytest.mark.parametrize(
        ("policy", "total", "failed", "verdict"),
        [
            (ALL, 3, 0, Status.COMPLETED),
            (ALL, 3, 1, Status.FAILED),
            (ANY, 3, 2, Status.PARTIAL_SUCCESS),
            (ANY, 3, 3, Status.FAILED),
            (EVERY_OUTCOME, 3, 3, Status.PARTIAL_SUCCESS),
            (JoinPolicy(at_least=2), 3, 1, Status.PARTIAL_SUCCESS),
            (JoinPolicy(at_least=2), 3, 2, Status.FAILED),
            (JoinPolicy(at_most_failures=1), 3, 1, Status.PARTIAL_SUCCESS),
            (JoinPolicy(at_most_failures=1), 3, 2, Status.FAILED),
        ],
    )
    def test_decides_what_the_parent_is(self, policy, total, failed, verdict):
        assert verdict == policy.verdict(total, failed)
        assert policy == JoinPolicy.of(policy.stored())

    def test_that_its_children_cannot_meet_fails_the_parent_before_one_starts(self):
        parent = fanned_out(running(), 5, JoinPolicy(at_least=9))
        assert [] == children_of(parent)
        assert ("failed", "InvalidFanOut", 0) == (parent.status, parent.error_class, parent.children_total)
        assert parent.error_message == (
            "The fan-out's policy cannot be met: at least 9 parts must succeed, but there are 5."
            " Ask for fewer, or make more children."
        )
        assert_consistent(parent.pk)

    def test_of_a_later_round_counts_the_children_before_it(self):
        parent = fanned_out(running(), 5, EVERY_OUTCOME)
        for job in children_of(parent):
            end_child(job, FAILED if job == children_of(parent)[0] else COMPLETED)
        joining = claimed(parent)
        assert "processing" == fanned_out(joining, 5, JoinPolicy(at_least=9)).status
        assert 10 == len(children_of(parent))

    def test_of_a_later_round_that_earlier_failures_break_starts_nothing(self):
        parent = fanned_out(running(), 2, EVERY_OUTCOME)
        for job in children_of(parent):
            end_child(job, FAILED)
        ended = fanned_out(claimed(parent), 5, JoinPolicy(at_most_failures=1))
        assert ("failed", "InvalidFanOut", 2) == (ended.status, ended.error_class, len(children_of(parent)))
        assert "at most 1 may fail, but 2 have failed already" in ended.error_message

    def test_that_cannot_be_met_yields_to_a_cancel(self):
        custodian = running()
        control.cancel(custodian.job_id)
        assert "cancelled" == fanned_out(custodian, 5, JoinPolicy(at_least=9)).status

    def test_that_cannot_be_met_any_more_spares_the_other_children(self):
        parent = fanned_out(running(), 4, JoinPolicy(at_most_failures=1))
        first, second, third = claim(WORKER, {CHILD_KIND: 1}, 3)
        waits = children_of(parent)[3]
        settled(first, FAILED)
        assert Status.PENDING == fresh(waits).status
        settled(second, FAILED)
        assert Status.CANCELLED == fresh(waits).status
        assert Job.objects.get(pk=third.job_id).cancel_requested_at is not None
        settled(third, AttemptOutcome.CANCELLED)
        assert ("queue", (4, 0, 4)) == (fresh(parent).custody, counts(fresh(parent)))


class TestFailure:
    def test_of_a_child_is_told_in_the_log_of_its_parent(self):
        children = [child(span=Span(index, index * 10, index * 10 + 10)) for index in range(2)]
        parent = settled(running(), AttemptOutcome.FANNED_OUT, children=children, join=ANY)
        first, second = children_of(parent)
        end_child(first)
        end_child(second, FAILED, error_class="timeout", message="too slow")
        (told,) = JobLog.objects.filter(job=parent, type="log", level="warning")
        assert "Part 2 failed: too slow" == told.message
        assert told.data == {
            "job": str(second.pk), "chunk": 1, "attempt": 1, "error": {"class": "timeout", "message": "too slow"},
        }  # fmt: skip
        assert_consistent(parent.pk)

    def test_is_told_up_to_a_number(self, monkeypatch):
        monkeypatch.setattr(told, "MOST_TOLD", 2)
        parent = fanned_out(running(), 4, EVERY_OUTCOME)
        taken = claim(WORKER, {CHILD_KIND: 1}, 4)
        commit([Write.of(custodian, Settle(FAILED, error_class="Bad", message="no")) for custodian in taken])
        lines = JobLog.objects.filter(job=parent, type="log").order_by("seq").values_list("message", flat=True)
        assert ["failed: no", "failed: no", "More parts failed; each keeps its own error."] == [
            line[-len("failed: no") :] if line.endswith("no") else line for line in lines
        ]
        assert_consistent(parent.pk)

    def test_of_all_is_told_with_the_first_cause(self):
        parent = fanned_out(running(), 2, ANY)
        first, second = children_of(parent)
        end_child(first, FAILED, error_class="timeout", message="too slow")
        end_child(second, FAILED, error_class="auth", message="no key")
        refusal = refused(tally_of(parent.pk))
        assert refusal is not None
        assert ("timeout", "2 of 2 parts failed; at least 1 must succeed. The first: too slow") == (
            refusal.error_class,
            refusal.message,
        )

    def test_of_too_many_names_the_first_cause(self):
        parent = fanned_out(running(), 3, ALL)
        first, second, third = claim(WORKER, {CHILD_KIND: 1}, 3)
        settled(first, COMPLETED)
        settled(second, FAILED, error_class="auth", message="no key")
        settled(third, AttemptOutcome.CANCELLED)
        refusal = refused(tally_of(parent.pk))
        assert refusal is not None
        assert ("TooManyFailures", True) == (refusal.error_class, refusal.message.endswith("The first: no key"))


class TestCancel:
    def test_ends_waiting_children_and_with_the_running_one_the_parent(self):
        parent = fanned_out(running(), 3)
        held = claimed(children_of(parent)[0])
        control.cancel(parent.pk)
        assert [Status.PROCESSING, Status.CANCELLED, Status.CANCELLED] == [job.status for job in children_of(parent)]
        assert (Status.PROCESSING, "children") == (fresh(parent).status, fresh(parent).custody)
        settled(held, AttemptOutcome.CANCELLED)
        assert (Status.CANCELLED, (3, 0, 3)) == (fresh(parent).status, counts(fresh(parent)))
        assert_consistent(parent.pk)

    def test_ends_a_parent_at_once_whose_children_all_wait(self):
        parent = fanned_out(running(), 3)
        control.cancel(parent.pk)
        assert {Status.CANCELLED} == {job.status for job in [fresh(parent), *children_of(parent)]}

    def test_ends_one_that_waits_to_join(self):
        parent = end_all(fanned_out(running(), 1), COMPLETED)
        assert Status.CANCELLED == control.cancel(parent.pk).status

    def test_reaches_grandchildren(self):
        root = fanned_out(running(), 2)
        middle = fanned_out(claimed(children_of(root)[0]), 2)
        control.cancel(root.pk)
        tree = Job.objects.filter(root_id=root.pk)
        assert {Status.CANCELLED} == set(tree.values_list("status", flat=True))
        assert (2, 0, 2) == counts(fresh(middle)) == counts(fresh(root))

    def test_reaches_the_children_of_a_held_parent(self):
        parent = fanned_out(running(), 2)
        control.hold(parent.pk)
        control.cancel(parent.pk)
        assert {Status.CANCELLED} == {job.status for job in [fresh(parent), *children_of(parent)]}


class TestHold:
    def test_holds_what_waits_and_wakes_only_what_it_held(self):
        parent = fanned_out(running(), 4)
        first, second, third, fourth = children_of(parent)
        held = claimed(first)
        control.hold(second.pk)
        control.hold(parent.pk)
        assert ["person", "person", "parent", "parent"] == [
            fresh(job).held_reason for job in (parent, second, third, fourth)
        ]
        assert "parent" == fresh(first).hold_requested
        settled(held, COMPLETED)
        assert (Status.HELD, 3) == (fresh(parent).status, fresh(parent).children_open)

        control.resume(parent.pk)
        assert [Status.PROCESSING, Status.HELD, Status.PENDING, Status.PENDING] == [
            fresh(job).status for job in (parent, second, third, fourth)
        ]

    def test_that_outlives_all_children_is_followed_by_the_join(self):
        parent = fanned_out(running(), 1)
        held = claimed(children_of(parent)[0])
        control.hold(parent.pk)
        settled(held, COMPLETED)
        assert Status.HELD == fresh(parent).status
        assert Status.PENDING == control.resume(parent.pk).status
        assert (parent.pk, Phase.JOIN) == (claim(WORKER, {KIND: 1}, 1)[0].job_id, fresh(parent).phase)

    def test_reaches_grandchildren_and_wakes_them(self):
        root = fanned_out(running(), 1)
        middle = fanned_out(claimed(children_of(root)[0]), 2)
        control.hold(root.pk)
        assert {Status.HELD} == set(Job.objects.filter(root_id=root.pk).values_list("status", flat=True))
        control.resume(root.pk)
        assert [Status.PROCESSING, Status.PENDING, Status.PENDING] == [
            fresh(job).status for job in (middle, *children_of(middle))
        ]


class TestRetry:
    def test_of_a_partial_parent_works_only_its_failed_children(self):
        parent = end_all(fanned_out(running(), 3, EVERY_OUTCOME), COMPLETED, FAILED, COMPLETED)
        settled(claimed(parent), AttemptOutcome.PARTIAL_SUCCESS, result=1, message="one failed")
        control.retry(parent.pk)
        parent = fresh(parent)
        assert (Status.PROCESSING, "children", (3, 1, 0)) == (parent.status, parent.custody, counts(parent))
        (custodian,) = claim(WORKER, {CHILD_KIND: 1}, 5)
        assert children_of(parent)[1].pk == custodian.job_id
        settled(custodian, COMPLETED)
        settled(claimed(parent), COMPLETED)
        assert (Status.COMPLETED, (3, 0, 0)) == (fresh(parent).status, counts(fresh(parent)))
        assert_consistent(parent.pk)

    def test_of_a_partial_parent_goes_back_from_the_end_to_what_is_done(self):
        parent = end_all(fanned_out(running(), 2, EVERY_OUTCOME), COMPLETED, FAILED)
        settled(claimed(parent), AttemptOutcome.PARTIAL_SUCCESS, result=1, message="one failed")
        assert 100 == fresh(parent).progress
        parent = control.retry(parent.pk)
        assert (50, "1 of 2 parts done") == (fresh(parent).progress, fresh(parent).progress_message)
        retried = JobLog.objects.filter(job=parent, type="state").order_by("seq").last()
        assert 50 == retried.data["progress"]

    def test_of_a_parent_works_what_failed_in_its_partial_children(self):
        root = fanned_out(running(), 1, EVERY_OUTCOME)
        middle = end_all(fanned_out(claimed(children_of(root)[0]), 2, EVERY_OUTCOME), FAILED, COMPLETED)
        settled(claimed(middle), AttemptOutcome.PARTIAL_SUCCESS, result=1, message="one failed")
        assert 1 == tally_of(root.pk).partial
        settled(claimed(root), AttemptOutcome.PARTIAL_SUCCESS, result=1, message="in part")
        control.retry(root.pk)
        assert ((1, 1, 0), (2, 1, 0)) == (counts(fresh(root)), counts(fresh(middle)))
        assert [Status.PENDING, Status.COMPLETED] == [job.status for job in children_of(middle)]
        end_child(children_of(middle)[0])
        settled(claimed(middle), COMPLETED)
        settled(claimed(root), COMPLETED)
        assert (Status.COMPLETED, 0) == (fresh(root).status, tally_of(root.pk).partial)
        assert_consistent(root.pk, middle.pk)

    def test_of_a_cancelled_parent_goes_on_where_it_was(self):
        parent = fanned_out(running(), 2)
        end_child(children_of(parent)[0])
        control.cancel(parent.pk)
        control.retry(parent.pk)
        assert (2, 1, 0) == counts(fresh(parent))
        assert [Status.COMPLETED, Status.PENDING] == [job.status for job in children_of(parent)]

    def test_of_a_failed_join_joins_again(self):
        parent = end_all(fanned_out(running(), 1), COMPLETED)
        settled(claimed(parent), FAILED, error_class="Bad", message="no")
        assert (Status.PENDING, Phase.JOIN) == (control.retry(parent.pk).status, fresh(parent).phase)

    def test_of_a_child_reopens_its_ancestors(self):
        root = fanned_out(running(), 1, EVERY_OUTCOME)
        middle = fanned_out(claimed(children_of(root)[0]), 1, EVERY_OUTCOME)
        end_all(middle, FAILED)
        settled(claimed(middle), COMPLETED)
        settled(claimed(root), COMPLETED)
        control.retry(children_of(middle)[0].pk)
        assert [("processing", "children")] * 2 == [(fresh(job).status, fresh(job).custody) for job in (root, middle)]
        assert ((1, 1, 0), (1, 1, 0)) == (counts(fresh(root)), counts(fresh(middle)))

    def test_of_a_child_is_refused_while_its_parent_is_joined(self):
        parent = end_all(fanned_out(running(), 1, EVERY_OUTCOME), FAILED)
        claimed(parent)
        with pytest.raises(WrongState):
            control.retry(children_of(parent)[0].pk)
        assert (1, 0, 1) == counts(fresh(parent))


class TestHoldAfterCancel:
    """A hold does not undo a cancel that was accepted."""

    def test_of_a_parent_changes_nothing(self):
        parent = fanned_out(running(), 2)
        (child,) = claim(WORKER, {CHILD_KIND: 1}, 1)
        control.cancel(parent.pk)
        assert (Status.PROCESSING, "children") == (control.hold(parent.pk).status, fresh(parent).custody)
        settled(child, AttemptOutcome.CANCELLED)
        assert Status.CANCELLED == fresh(parent).status

    def test_of_its_root_leaves_a_part_that_is_being_cancelled(self):
        root = fanned_out(running(), 1, EVERY_OUTCOME)
        middle = fanned_out(claimed(children_of(root)[0]), 1)
        leaf = claimed(children_of(middle)[0])
        control.cancel(middle.pk)
        control.hold(root.pk)
        control.resume(root.pk)
        settled(leaf, AttemptOutcome.CANCELLED)
        assert Status.CANCELLED == fresh(middle).status
