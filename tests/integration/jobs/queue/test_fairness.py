"""Between owners: nobody waits for the whole of somebody else's flood, weights are shares, nothing waits for ever."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from django.db.models import F

from jobs.conf import JobsConf
from jobs.models import Job, OwnerShare
from jobs.queue import control, fairness
from jobs.queue.claim import claim
from jobs.queue.fairness import Standing, standing
from jobs.queue.stage import stage
from jobs.states import AttemptOutcome
from tests.support.queue import FUTURE, KIND, WORKER, child, claimed, fanned_out, new_job, settled, waiting_for
from tests.support.users import make_user

pytestmark = pytest.mark.django_db

SLICE = JobsConf().fair_slice_seconds


def delay(job: Job) -> float:
    """How many slices later than by its priority alone the job's turn is."""
    assert job.turn_at is not None
    return float((job.turn_at - job.created_at).total_seconds() / SLICE)


def owners_claimed(limit: int) -> list[UUID]:
    return [custodian.owner_id for custodian in claim(WORKER, {KIND: 1}, limit)]


class TestTurn:
    def test_is_a_slice_later_for_each_job_of_the_owner_before_it(self):
        owner = make_user()
        new_job()
        assert [0, 1, 2] == [delay(new_job(owner.pk)) for _ in range(3)]

    def test_counts_jobs_of_the_same_or_a_higher_priority_only(self):
        owner = make_user()
        for priority in ("low", "medium", "high"):
            new_job(owner.pk, priority=priority)
        medium = new_job(owner.pk)
        assert 2 == delay(medium)

    def test_counts_nothing_that_no_worker_may_take(self):
        owner = make_user()
        new_job(owner.pk, kind="manual")
        new_job(owner.pk, run_at=FUTURE)
        settled(claimed(new_job(owner.pk)), AttemptOutcome.COMPLETED)
        control.hold(new_job(owner.pk).pk)
        assert 0 == delay(new_job(owner.pk))

    def test_comes_sooner_by_the_owners_weight(self):
        owner = make_user()
        OwnerShare.objects.create(owner=owner, weight=4.0)
        assert [0, 0.25, 0.5] == [delay(new_job(owner.pk)) for _ in range(3)]

    def test_is_spread_when_many_are_staged_at_once(self):
        owner = make_user()
        new_job(owner.pk)
        for _ in range(3):
            new_job(owner.pk, run_at=FUTURE)
        Job.objects.filter(wake_at=FUTURE).update(wake_at=F("created_at"))
        assert 3 == stage()
        assert [1, 2, 3] == [round(delay(job)) for job in Job.objects.filter(run_at=FUTURE).order_by("turn_at")]

    def test_ignores_owners_where_the_slice_is_nothing(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(fairness, "conf", lambda: JobsConf(fair_slice_seconds=0.0))
        owner = make_user()
        assert [0, 0] == [delay(new_job(owner.pk)) for _ in range(2)]


class TestStanding:
    def test_counts_parts_of_other_jobs_as_work_but_not_against_the_quota(self):
        parent = fanned_out(claimed(new_job()), 3)
        new_job(parent.owner_id)
        assert Standing(unfinished=2, ahead=4, weight=1.0) == standing(parent.owner_id, "medium")

    def test_counts_parts_at_work_whatever_stands_in_line(self, monkeypatch: pytest.MonkeyPatch):
        parent = settled(claimed(new_job()), AttemptOutcome.FANNED_OUT, children=[child() for _ in range(4)], at_once=1)
        monkeypatch.setattr(fairness, "conf", lambda: JobsConf(max_queued_per_owner=2))
        assert Standing(unfinished=1, ahead=1, weight=1.0) == standing(parent.owner_id, "medium")

    def test_ends_at_the_cap(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(fairness, "conf", lambda: JobsConf(max_queued_per_owner=2))
        owner = make_user()
        for _ in range(2):
            new_job(owner.pk)
        monkeypatch.setattr(fairness, "conf", lambda: JobsConf(max_queued_per_owner=1))
        assert Standing(unfinished=1, ahead=1, weight=1.0) == standing(owner.pk, "low")


class TestShare:
    def test_of_two_equal_owners_is_equal(self):
        flood, other = make_user(), make_user()
        for owner, jobs in ((flood, 12), (other, 4)):
            for _ in range(jobs):
                new_job(owner.pk)
        shares = Counter(owners_claimed(8))
        assert {flood.pk: 4, other.pk: 4} == shares

    def test_of_owners_that_weigh_one_and_two_is_one_to_two(self):
        one, two = make_user(), make_user()
        OwnerShare.objects.create(owner=two, weight=2.0)
        for _ in range(24):
            new_job(one.pk)
            new_job(two.pk)
        shares = Counter(owners_claimed(30))
        assert 10 == pytest.approx(shares[one.pk], abs=1)
        assert 20 == pytest.approx(shares[two.pk], abs=1)


class TestLowPriority:
    def test_always_moves(self):
        """Although new urgent work of others never ends."""
        low = new_job(priority="low")
        hours = 0.0
        while Job.objects.get(pk=low.pk).attempt == 0:
            assert hours < 2, "it waits for ever"
            new_job(priority="urgent")
            Job.objects.exclude(turn_at=None).update(turn_at=F("turn_at") - timedelta(minutes=6))
            hours += 0.1
            claim(WORKER, {KIND: 1}, 1)
        assert hours > 1


class TestComeback:
    """Jobs that come back in crowds stand behind what their owner has in the queue, as new ones do."""

    def test_of_a_resumed_flood_leaves_others_their_place(self):
        flood = make_user()
        held = [control.hold(new_job(flood.pk).pk).pk for _ in range(5)]
        other = new_job()
        for job_id in held:
            control.resume(job_id)
        assert other.owner_id in owners_claimed(2)

    def test_of_many_that_one_upstream_sets_free_leaves_others_their_place(self):
        upstream = new_job(kind="upstream")
        for _ in range(5):
            waiting_for(upstream)
        other = new_job()
        settled(claimed(upstream), AttemptOutcome.COMPLETED)
        assert other.owner_id in owners_claimed(2)

    def test_of_retried_ones_leaves_others_their_place(self):
        flood = make_user()
        cancelled = [control.cancel(new_job(flood.pk).pk).pk for _ in range(5)]
        other = new_job()
        for job_id in cancelled:
            control.retry(job_id)
        assert other.owner_id in owners_claimed(2)
