"""Changes of what jobs wait for, at one instant with each other and with the end of what is waited for."""

from __future__ import annotations

from functools import partial

import pytest

from jobs.errors import InvalidSubmission
from jobs.models import Dependency, Job
from jobs.queue import locking, rewire
from jobs.queue.amend import amend
from jobs.queue.report import Settle
from jobs.states import AttemptOutcome
from tests.support.queue import assert_consistent, claimed, new_job, waiting_for, write
from tests.support.racing import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def each_for_the_other(seed: int) -> None:
    a = new_job()
    b = new_job(owner_id=a.owner_id)
    done = race(seed, [lambda: amend(a.pk, {"depends_on": [b.pk]}), lambda: amend(b.pk, {"depends_on": [a.pk]})])
    outcomes = sorted(type(each).__name__ for each in done)
    assert ["InvalidSubmission", "Job"] == outcomes, outcomes
    assert any(isinstance(each, InvalidSubmission) for each in done)
    assert 1 == Dependency.objects.filter(job__in=[a, b]).count()


def rewired_as_it_ends(seed: int, upstream: Job, job: Job, *, wanted: Job) -> Job:
    """`job` after it was told to wait for `wanted`, at the instant when `upstream` completed."""
    custodian = claimed(upstream)
    ended, changed = race(
        seed,
        [
            partial(write, custodian, Settle(AttemptOutcome.COMPLETED)),
            partial(amend, job.pk, {"depends_on": [wanted.pk]}),
        ],
    )
    assert (None, False) == (ended, isinstance(changed, Exception)), (ended, changed)
    assert_consistent(job.pk)
    return Job.objects.get(pk=job.pk)


def _rounds(number: int) -> None:
    for seed in range(number):
        each_for_the_other(seed)


class TestDependsOn:
    def test_never_closes_a_circle_from_both_sides(self, race_rounds: int) -> None:
        _rounds(race_rounds)

    def test_closes_one_without_its_check(self, monkeypatch) -> None:
        monkeypatch.setattr(rewire, "cycle", lambda job_id, wanted: [])
        with pytest.raises(AssertionError, match="'Job', 'Job'"):
            each_for_the_other(0)

    @pytest.mark.postgresql
    def test_is_a_deadlock_without_its_lock(self, monkeypatch) -> None:
        monkeypatch.setattr(rewire, "_one_at_a_time", lambda owner_id: None)
        monkeypatch.setattr(locking, "TRIES", 1)
        with pytest.raises(AssertionError, match="OperationalError"):
            _rounds(60)

    def test_against_the_end_of_the_new_upstream_is_not_left_waiting(self, race_rounds: int) -> None:
        for seed in range(race_rounds):
            upstream = new_job(kind="upstream")
            job = new_job(kind="other", owner_id=upstream.owner_id)
            job = rewired_as_it_ends(seed, upstream, job, wanted=upstream)
            assert ("pending", 0) == (job.status, job.open_edges)

    def test_against_the_end_of_the_old_upstream_counts_right(self, race_rounds: int) -> None:
        for seed in range(race_rounds):
            upstream = new_job(kind="upstream")
            job, other = waiting_for(upstream), new_job(kind="other", owner_id=upstream.owner_id)
            job = rewired_as_it_ends(seed, upstream, job, wanted=other)
            assert ("blocked", 1) == (job.status, job.open_edges)
