"""What a crash between two transactions left of a fan-out is put right."""

from __future__ import annotations

import pytest
from django.db.models import F

from jobs.models import Job
from jobs.queue import cascade
from jobs.queue.claim import claim
from jobs.queue.clock import now
from jobs.queue.mend import Sweep
from jobs.states import HeldReason, Status
from tests.support.queue import (
    KIND,
    WORKER,
    assert_consistent,
    children_of,
    claimed,
    end_child,
    fanned_out,
    running,
)

pytestmark = pytest.mark.django_db(transaction=True)


def mend() -> int:
    return Sweep().page()


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


class TestMend:
    def test_finds_nothing_to_do_where_all_is_well(self):
        parent = fanned_out(running(), 3)
        end_child(children_of(parent)[0])
        before = fresh(parent).last_seq
        assert (0, before) == (mend(), fresh(parent).last_seq)

    def test_joins_a_parent_whose_children_are_all_final(self):
        parent = fanned_out(running(), 1)
        Job.objects.filter(pk=parent.pk).update(children_open=2)  # miscounted by one
        end_child(children_of(parent)[0])
        assert [] == claim(WORKER, {KIND: 1}, 1)
        assert 1 == mend()
        assert parent.pk == claim(WORKER, {KIND: 1}, 1)[0].job_id
        assert_consistent(parent.pk)

    def test_goes_on_with_a_cancel(self):
        parent = fanned_out(running(), 3)
        Job.objects.filter(pk=parent.pk).update(cancel_requested_at=now())
        assert 1 == mend()
        assert {Status.CANCELLED} == {job.status for job in [fresh(parent), *children_of(parent)]}

    def test_goes_on_with_sparing_children_in_vain(self):
        parent = fanned_out(running(), 3)
        Job.objects.filter(pk=children_of(parent)[0].pk).update(
            status="failed", outcome="failed", finished_at=now(), turn_at=None
        )
        Job.objects.filter(pk=parent.pk).update(children_open=F("children_open") - 1, children_failed=1)
        assert 1 == mend()
        assert [Status.FAILED, Status.CANCELLED, Status.CANCELLED] == [job.status for job in children_of(parent)]
        assert "queue" == fresh(parent).custody

    def test_goes_on_with_a_hold_and_a_resume(self):
        parent = fanned_out(running(), 3)
        held = claimed(children_of(parent)[0])
        Job.objects.filter(pk=parent.pk).update(
            status="held", held_reason="person", custody=None
        )  # the cascade never came
        assert 1 == mend()
        assert [HeldReason.PARENT] * 2 == [job.held_reason for job in children_of(parent)[1:]]
        assert HeldReason.PARENT == Job.objects.get(pk=held.job_id).hold_requested
        Job.objects.filter(pk=parent.pk).update(status="processing", held_reason=None, custody="children")
        assert 1 == mend()
        assert [Status.PENDING] * 2 == [job.status for job in children_of(parent)[1:]]


class TestCascade:
    def test_works_in_batches(self, monkeypatch):
        monkeypatch.setattr(cascade, "BATCH", 2)
        parent = fanned_out(running(), 5)
        Job.objects.filter(pk=parent.pk).update(cancel_requested_at=now())
        cascade.cancel_children(parent.pk)
        assert {Status.CANCELLED} == {job.status for job in [fresh(parent), *children_of(parent)]}
        assert (5, 0, 5) == tuple(
            Job.objects.values_list("children_total", "children_open", "children_failed").get(pk=parent.pk)
        )


class TestSweep:
    def test_comes_to_the_last_however_many_are_before_it(self):
        for _ in range(4):
            fanned_out(running(), 1)
        parent = fanned_out(running(), 1)
        Job.objects.filter(pk=parent.pk).update(cancel_requested_at=now())
        sweep = Sweep()
        assert [0, 0, 1, 0, 0] == [sweep.page(2) for _ in range(5)]

    def test_rests_once_it_has_seen_the_last(self):
        parent = fanned_out(running(), 1)
        sweep = Sweep(rest_seconds=60.0)
        assert 0 == sweep.page()
        Job.objects.filter(pk=parent.pk).update(cancel_requested_at=now())
        assert 0 == sweep.page()
        assert 1 == Sweep().page()
