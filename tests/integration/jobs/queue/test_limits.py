"""Limits of kinds: never exceeded, and never in the way of what may run."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from jobs.models import Job, KindPolicy
from jobs.queue.claim import claim
from jobs.queue.policies import pause
from jobs.queue.rescue import rescue
from jobs.queue.writes import Custodian
from jobs.states import AttemptOutcome
from tests.support.plans import plans
from tests.support.queue import KIND, WORKER, expire, new_job, settled
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


def limit(kind: str = KIND, **limits: Any) -> KindPolicy:
    return KindPolicy.objects.create(kind=kind, **limits)


def take(most: int = 10, **known: int) -> list[Custodian]:
    return claim(WORKER, known or {KIND: 1}, most)


def titles(taken: list[Custodian]) -> list[str]:
    names = dict(Job.objects.values_list("pk", "title"))
    return [names[custodian.job_id] for custodian in taken]


class TestMaxRunning:
    def test_is_not_exceeded_and_frees_a_place_with_each_end(self):
        limit(max_running=2)
        for _ in range(4):
            new_job()
        first = take()
        assert 2 == len(first)
        assert [] == take()
        settled(first[0], AttemptOutcome.COMPLETED)
        assert 1 == len(take())

    def test_counts_a_lost_job_until_it_is_rescued(self):
        limit(max_running=1)
        new_job()
        new_job()
        (lost,) = take()
        expire(lost.job_id)
        assert [] == take()
        assert 1 == rescue()
        assert 1 == len(take())

    def test_of_a_full_kind_hides_no_other(self):
        limit(max_running=1)
        for _ in range(3):
            new_job(title="limited", priority="urgent")
        new_job(title="free", kind="other")
        assert ["limited", "free"] == titles(take(count=1, other=1))

    def test_gives_its_places_to_the_first_in_order(self):
        limit(max_running=2)
        for priority in ("low", "urgent", "medium"):
            new_job(title=priority, priority=priority)
        assert ["urgent", "medium"] == titles(take())

    def test_says_nothing_of_other_kinds(self):
        limit(max_running=1)
        for _ in range(3):
            new_job(kind="other")
        assert 3 == len(take(other=1))


class TestMaxRunningPerOwner:
    def test_of_a_full_owner_hides_no_other(self):
        limit(max_running_per_owner=2)
        flood, other = make_user(), make_user()
        for _ in range(6):
            new_job(flood.pk, priority="urgent")
        for _ in range(3):
            new_job(other.pk, priority="low")
        assert {flood.pk: 2, other.pk: 2} == Counter(custodian.owner_id for custodian in take(4))
        assert [] == take()

    def test_hides_nobody_from_a_claim_of_one(self):
        limit(max_running_per_owner=1)
        flood, other = make_user(), make_user()
        for _ in range(3):
            new_job(flood.pk, priority="urgent")
        new_job(other.pk)
        assert [flood.pk, other.pk] == [take(1)[0].owner_id for _ in range(2)]
        assert [] == take(1)

    def test_counts_what_an_owner_runs_already(self):
        limit(max_running_per_owner=3)
        owner = make_user()
        for _ in range(5):
            new_job(owner.pk)
        assert [2, 1, 0] == [len(take(2)) for _ in range(3)]

    def test_holds_beside_a_limit_for_all(self):
        limit(max_running_per_owner=2, max_running=3)
        owners = [make_user() for _ in range(3)]
        for owner in owners:
            for _ in range(3):
                new_job(owner.pk)
        shares = Counter(custodian.owner_id for custodian in take())
        assert (3, True) == (shares.total(), max(shares.values()) <= 2)
        assert [] == take()


class TestRate:
    def test_is_a_number_of_starts_in_each_window(self):
        policy = limit(rate_limit=2, rate_seconds=60.0)
        for _ in range(5):
            new_job()
        assert [1, 1, 0] == [len(take(1)) for _ in range(3)]
        KindPolicy.objects.update(window_started_at=F("window_started_at") - timedelta(seconds=59))
        assert [] == take()
        KindPolicy.objects.update(window_started_at=F("window_started_at") - timedelta(seconds=1))
        assert 2 == len(take())
        assert [] == take()
        policy.refresh_from_db()
        assert 2 == policy.window_claims

    def test_is_not_used_up_by_a_claim_that_found_nothing(self):
        limit(rate_limit=1, rate_seconds=60.0)
        assert [] == take()
        new_job()
        assert 1 == len(take())

    def test_of_a_full_kind_hides_no_other(self):
        limit(rate_limit=1, rate_seconds=60.0)
        new_job(priority="urgent")
        new_job(priority="urgent")
        new_job(kind="other")
        assert 2 == len(take(count=1, other=1))


class TestPolicy:
    def test_that_pauses_beats_its_limits(self):
        limit(max_running=2)
        new_job()
        pause(KIND, "")
        assert [] == take()

    def test_without_limits_costs_no_statement(self):
        limit("other", max_running=1)
        new_job()
        asked = [plan for plan in plans(take) if "kindpolicy" in plan and "jobs_job" not in plan]
        assert [] == asked


class TestBrokenRate:
    @pytest.mark.parametrize("seconds", [1e300, float("inf")])
    def test_that_an_earlier_release_let_in_keeps_no_worker_from_claiming(self, seconds: float):
        limit(rate_limit=1, rate_seconds=60.0)
        KindPolicy.objects.update(rate_seconds=seconds)
        jobs = [new_job(), new_job()]
        assert [jobs[0].pk] == [each.job_id for _ in range(3) for each in claim(WORKER, {KIND: 1}, 2)]
