"""Deleting what is past its time, and all that hangs on it but the ledger."""

from __future__ import annotations

from datetime import timedelta

import pytest
import uuid_utils.compat as uuid
from django.db.models import F

from jobs.errors import WrongState
from jobs.models import Attempt, ChunkRecord, Dependency, Job, JobLog, JobTag, Lease, LedgerEntry, StepCheckpoint
from jobs.queue import control
from jobs.queue.claim import claim
from jobs.queue.deletion import delete, delete_of_owner, delete_some
from jobs.queue.prune import prune
from jobs.queue.writes import Batch, Checkpoint, Reservation
from jobs.states import AttemptOutcome
from tests.support.queue import (
    CHILD_KIND,
    KIND,
    WORKER,
    children_of,
    end_child,
    fanned_out,
    new_job,
    running,
    settled,
    waiting_for,
    write,
)

pytestmark = pytest.mark.django_db


def full_job(**fields) -> Job:
    custodian = running(tags=["a"], **fields)
    write(
        custodian,
        Batch(
            checkpoints=[Checkpoint("s", "h", 1, 0.1)],
            reservations=[Reservation(uuid.uuid7(), "p", "m", "s", False, 1)],
        ),
    )
    return settled(custodian, AttemptOutcome.COMPLETED)


def older(job: Job, days: int) -> Job:
    Job.objects.filter(pk=job.pk).update(finished_at=F("finished_at") - timedelta(days=days))
    return job


def joined(count: int) -> Job:
    """A completed job of `count` parts."""
    parent = fanned_out(running(), count)
    for part in children_of(parent):
        end_child(part)
    (joining,) = claim(WORKER, {KIND: 1}, 1)
    return settled(joining, AttemptOutcome.COMPLETED)


def left() -> list[int]:
    return [model.objects.count() for model in (Job, JobLog, Attempt, StepCheckpoint, JobTag, Lease)]


class TestPrune:
    def test_deletes_old_final_jobs_of_its_kind_and_keeps_their_ledger(self):
        older(full_job(), 100)
        assert 1 == prune(KIND, "completed", 90)
        assert [0] * 6 == left()
        assert "abandoned" == LedgerEntry.objects.get().state

    def test_keeps_young_live_and_other_jobs(self):
        full_job()
        older(full_job(kind="other"), 100)
        new_job()
        assert 0 == prune(KIND, "completed", 90)

    def test_looks_at_one_final_state(self):
        older(full_job(), 100)
        older(control.cancel(new_job().pk), 100)
        assert 1 == prune(KIND, "cancelled", 90)
        assert ["completed"] == list(Job.objects.values_list("status", flat=True))

    def test_takes_the_parts_along_and_counts_them(self):
        older(joined(3), 100)
        assert 4 == prune(KIND, "completed", 90)
        assert ([0] * 6, 0) == (left(), ChunkRecord.objects.count())

    def test_keeps_old_parts_of_a_live_job(self):
        parent = fanned_out(running(), 2)
        older(end_child(children_of(parent)[0]), 100)
        assert 0 == prune(CHILD_KIND, "completed", 90)
        assert 3 == Job.objects.count()

    def test_deletes_edges_to_what_is_left(self):
        first = full_job()
        second = waiting_for(first)
        older(first, 100)
        assert 1 == prune(KIND, "completed", 90)
        assert ([second], 0) == (list(Job.objects.all()), Dependency.objects.count())

    def test_takes_a_batch_at_a_time(self):
        for _ in range(3):
            older(full_job(), 100)
        assert [2, 1, 0] == [prune(KIND, "completed", 90, limit=2) for _ in range(3)]


class TestDeleteSome:
    def test_begins_with_the_parts(self):
        parent = joined(4)
        assert [2, 2] == [delete_some([parent.pk], limit=2) for _ in range(2)]
        assert [parent] == list(Job.objects.all())
        assert [1, 0] == [delete_some([parent.pk], limit=2) for _ in range(2)]


class TestFinishedKinds:
    def test_are_told_once_each_in_order(self):
        for kind in ("b", "a", "b"):
            full_job(kind=kind)
        new_job(kind="c")
        assert ["a", "b"] == list(Job.objects.ended_kinds())

    def test_cost_a_question_each(self, django_assert_num_queries):
        for _ in range(5):
            full_job()
        with django_assert_num_queries(2):
            assert [KIND] == list(Job.objects.ended_kinds())


class TestDelete:
    def test_removes_a_final_job(self):
        delete(full_job().pk)
        assert [0] * 6 == left()

    def test_is_refused_while_the_job_is_live(self):
        with pytest.raises(WrongState):
            delete(new_job().pk)

    def test_is_refused_for_a_part_of_another_job(self):
        parent = fanned_out(running())
        part = end_child(children_of(parent)[0])
        with pytest.raises(WrongState, match=r"part of another\. Delete that one\."):
            delete(part.pk)
        assert Job.objects.filter(pk=part.pk).exists()

    def test_of_a_missing_job_says_so(self):
        with pytest.raises(Job.DoesNotExist):
            delete(uuid.uuid7())


class TestDeleteOfOwner:
    def test_removes_everything_but_the_ledger_without_a_name(self):
        job = full_job()
        new_job(job.owner_id)
        other = new_job()
        assert 2 == delete_of_owner(job.owner_id)
        assert [other.pk] == list(Job.objects.values_list("pk", flat=True))
        job.owner.delete()
        assert (None, KIND) == LedgerEntry.objects.values_list("owner_id", "kind").get()

    def test_removes_running_jobs_with_their_leases(self):
        custodian = running()
        delete_of_owner(custodian.owner_id)
        assert [0] * 6 == left()
