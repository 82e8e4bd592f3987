"""Priorities that are inherited while jobs come, change and end at one instant, over real connections.

Each harness is also run against a planted fault, so that it is known to notice one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from jobs.models import Job
from jobs.queue import amend as amending
from jobs.queue import conclude as concluding
from jobs.queue import control
from jobs.queue import enqueue as enqueueing
from jobs.queue.amend import amend
from jobs.queue.lift_sweep import LiftSweep
from jobs.queue.report import Settle
from jobs.states import AttemptOutcome
from tests.support.queue import assert_consistent, claimed, new_job, waiting_for, write
from tests.support.racing import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

Round = Callable[[int], None]


def chain(length: int = 3) -> list[Job]:
    """Low jobs, each of which waits for the one before it."""
    jobs = [new_job(kind="first", priority="low")]
    for _ in range(length - 1):
        jobs.append(waiting_for(jobs[-1], priority="low", kind="later"))
    return jobs


def assert_lifted(to: str | None, *jobs: Job) -> None:
    for job in jobs:
        found = Job.objects.get(pk=job.pk)
        assert to == found.lifted_to, f"{found.lifted_to} instead of {to}"
    assert_consistent(*(job.pk for job in jobs))
    assert 0 == LiftSweep().page(), "the sweep found something to mend"


def clear() -> None:
    """The sweep of the next round sees its own jobs alone."""
    Job.objects.all().delete()


def two_that_come(seed: int) -> None:
    jobs = chain()
    outcomes = race(seed, [partial(waiting_for, jobs[-1], priority=word) for word in ("high", "urgent")])
    assert not [each for each in outcomes if isinstance(each, Exception)], outcomes
    assert_lifted("urgent", *jobs)


def one_comes_as_one_goes(seed: int) -> None:
    jobs = chain()
    gone = waiting_for(jobs[-1], priority="urgent")
    outcomes = race(seed, [lambda: control.cancel(gone.pk), lambda: waiting_for(jobs[-1], priority="high")])
    assert not [each for each in outcomes if isinstance(each, Exception)], outcomes
    assert_lifted("high", *jobs)


def one_changes_as_one_goes(seed: int) -> None:
    jobs = chain()
    gone, changed = (waiting_for(jobs[-1], priority=word) for word in ("urgent", "low"))
    outcomes = race(
        seed,
        [
            lambda: control.cancel(gone.pk),
            lambda: amend(changed.pk, {"priority": "high"}),
            lambda: amend(jobs[0].pk, {"title": "Changed"}),
        ],
    )
    assert not [each for each in outcomes if isinstance(each, Exception)], outcomes
    assert_lifted("high", *jobs)


def one_is_rewired_as_its_upstream_ends(seed: int) -> None:
    first, second, third = chain()
    other = new_job(first.owner_id, kind="other", priority="low")
    urgent = waiting_for(third, priority="urgent")
    custodian = claimed(first)
    ended, changed = race(
        seed,
        [
            lambda: write(custodian, Settle(AttemptOutcome.COMPLETED)),
            lambda: amend(urgent.pk, {"depends_on": [other.pk]}),
        ],
    )
    assert (None, False) == (ended, isinstance(changed, Exception)), (ended, changed)
    assert_lifted("urgent", other)
    assert_lifted(None, second, third)


ROUNDS: dict[str, Round] = {
    play.__name__: play
    for play in (two_that_come, one_comes_as_one_goes, one_changes_as_one_goes, one_is_rewired_as_its_upstream_ends)
}


def repeat(name: str, rounds: int) -> None:
    for seed in range(rounds):
        ROUNDS[name](seed)
        clear()


class TestRace:
    @pytest.mark.parametrize("name", ROUNDS)
    def test_ends_as_if_one_had_come_after_the_other(self, name: str, race_rounds: int):
        repeat(name, race_rounds)


class TestHarness:
    @pytest.mark.parametrize("name", ROUNDS)
    def test_the_harness_catches_a_planted_fault(self, name, monkeypatch):
        """Nobody weighs anew when a job comes, is changed or goes."""
        for module in (enqueueing, amending, concluding):
            monkeypatch.setattr(module, "weigh_later", lambda ids: None)
        with pytest.raises(AssertionError):
            repeat(name, 1)
