"""One action on many jobs: together where they stand alone, one by one in a tree."""

from __future__ import annotations

import pytest

from jobs.models import Job
from jobs.queue import bulk, control
from jobs.queue.acted import BulkAction
from jobs.queue.bulk import BATCH, act_on
from jobs.states import AttemptOutcome
from tests.support.queue import (
    PLACES,
    assert_consistent,
    children_of,
    end_child,
    fanned_out,
    new_job,
    running,
    settled,
    waiting_for,
)

pytestmark = pytest.mark.django_db(transaction=True)


def act(action: str, *jobs: Job, note=None) -> list[str]:
    told = act_on(Job.objects.all(), BulkAction(action), [job.pk for job in jobs], note)
    assert [job.pk for job in jobs] == [each.job_id for each in told]
    return [each.outcome.value for each in told]


def statuses(*jobs: Job) -> list[str]:
    return [Job.objects.get(pk=job.pk).status for job in jobs]


class TestManyThatStandAlone:
    @pytest.mark.parametrize("action", ["cancel", "hold", "delete"])
    def test_are_changed_in_a_few_statements(self, action, django_assert_max_num_queries):
        owner = new_job().owner_id
        jobs = [new_job(owner) for _ in range(50)]
        if action == "delete":
            act("cancel", *jobs)
        with django_assert_max_num_queries(30):
            assert {"done"} == set(act(action, *jobs))

    def test_are_told_in_the_order_asked_for_over_batches(self):
        owner = new_job().owner_id
        jobs = [new_job(owner) for _ in range(BATCH + 5)]
        assert ["done"] * len(jobs) == act("hold", *reversed(jobs))
        assert {"held"} == set(statuses(*jobs))
        for job in jobs[:3]:
            assert_consistent(job.pk)

    @pytest.mark.repeats
    @pytest.mark.parametrize("action", ["retry", "cancel", "hold", "resume", "complete", "reopen"])
    def test_come_to_what_the_single_control_makes_of_them(self, action):
        """In every place where a job may be, both ways."""
        alone, together = [], []
        for place in PLACES.values():
            one = place()
            alone.append((by_itself(action, one), *after(one)))
            Job.objects.all().delete()
            other = place()
            together.append((*act(action, other), *after(other)))
            assert_consistent(other.pk)
            Job.objects.all().delete()
        assert alone == together

    def test_are_noted_in_the_transaction_that_changes_them(self):
        job = new_job()

        def breaking(jobs):
            assert [job] == jobs
            raise ConnectionError

        with pytest.raises(ConnectionError):
            act("cancel", job, note=breaking)
        assert ["pending"] == statuses(job)


def by_itself(action: str, job: Job) -> str:
    return bulk._alone(job.pk, BulkAction(action), None).outcome.value


def after(job: Job) -> tuple[object, ...]:
    found = Job.objects.get(pk=job.pk)
    return (
        found.status, found.custody, found.held_reason, found.hold_requested, found.cancel_requested_at is None,
        found.last_seq, found.max_attempts, found.turn_at is None, found.wake_at is None,
    )  # fmt: skip


class TestTrees:
    def test_take_their_children_along(self):
        parent = fanned_out(running(), 3)
        alone = new_job(parent.owner_id)
        assert ["done", "done"] == act("hold", parent, alone)
        assert ["held"] * 5 == statuses(parent, alone, *children_of(parent))
        assert ["done", "done"] == act("resume", parent, alone)
        assert ["processing", "pending", "pending"] == statuses(parent, alone, children_of(parent)[0])
        assert ["done", "done"] == act("cancel", alone, parent)
        assert ["cancelled"] * 5 == statuses(parent, alone, *children_of(parent))

    def test_may_be_chosen_with_their_own_parts(self):
        parent = fanned_out(running(), 2)
        parts = children_of(parent)
        assert ["done", "unchanged", "unchanged"] == act("cancel", parent, *parts)
        assert ["done", "unchanged", "unchanged"] == act("retry", parent, *parts)
        assert ["processing", "pending", "pending"] == statuses(parent, *parts)

    def test_are_deleted_whole_and_never_in_part(self):
        parent = fanned_out(running(), 2)
        parts = children_of(parent)
        for part in parts:
            end_child(part)
        assert ["wrong_state", "wrong_state"] == act("delete", parent, parts[0])
        control.cancel(parent.pk)
        assert ["unchanged", "done"] == act("delete", parts[0], parent)
        assert not Job.objects.exists()

    def test_and_what_waits_for_them_follow(self):
        first = new_job()
        second = waiting_for(first)
        third = waiting_for(second, on_failure="run")
        assert ["done"] == act("cancel", first)
        assert ["cancelled", "cancelled", "pending"] == statuses(first, second, third)


class TestDelete:
    def test_says_what_is_live_and_what_is_not_there(self):
        done, live, gone = settled(running(), AttemptOutcome.COMPLETED), new_job(), new_job()
        Job.objects.filter(pk=gone.pk).delete()
        assert ["done", "wrong_state", "not_found"] == act("delete", done, live, gone)
        assert [live] == list(Job.objects.all())
