"""Several schedulers at one instant over real connections: one job a tick, and no more schedules than the limit.

Each harness is also run against a planted fault, so that it is known to notice one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from types import SimpleNamespace

import pytest

from accounts.errors import LimitReached
from jobs.conf import JobsConf
from jobs.handlers.recurring import fire_due, job_of
from jobs.models import Job, Schedule
from jobs.queue import schedules
from jobs.queue.clock import now
from jobs.testing import ScriptedHandler, scripted
from tests.support.queue import assert_consistent
from tests.support.racing import MOST_PLANTED, race
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

LIMIT = 2
Round = Callable[[int], None]


@pytest.fixture(autouse=True)
def _kind(monkeypatch):
    monkeypatch.setattr(schedules, "conf", lambda: JobsConf(max_schedules_per_owner=LIMIT))
    with scripted():
        yield


def draft(owner, name: str = "n", **fields) -> Schedule:
    return Schedule(owner=owner, name=name, kind=ScriptedHandler.kind, cron="0 0 1 1 *", **fields)


def due(name: str = "n", owner=None, **fields) -> Schedule:
    schedule = draft(owner or make_user(), name, **fields)
    schedules.add(schedule)
    Schedule.objects.filter(pk=schedule.pk).update(next_at=now() - timedelta(seconds=1))
    return schedule


def made_by(schedule: Schedule) -> list[Job]:
    return list(Job.objects.filter(schedule_id=schedule.pk).order_by("pk"))


def is_due(schedule: Schedule) -> bool:
    return Schedule.objects.filter(pk=schedule.pk, next_at__lte=now()).exists()


def two_schedulers(seed: int) -> None:
    owner = make_user()
    several = [due(str(number), owner) for number in range(LIMIT)]
    fired = race(seed, [fire_due, fire_due])
    assert all(isinstance(count, int) for count in fired), fired
    fire_due()
    for schedule in several:
        (job,) = made_by(schedule)
        schedule.refresh_from_db()
        assert (job.pk, False) == (schedule.last_job_id, is_due(schedule))
        assert_consistent(job.pk)


def firing_against_run_now(seed: int) -> None:
    schedule = due()
    race(seed, [fire_due, lambda: schedules.fire_now(schedule.pk, job_of), fire_due])
    fire_due()
    assert 2 == len(made_by(schedule))
    schedule.refresh_from_db()
    assert schedule.last_job_id in {job.pk for job in made_by(schedule)}
    assert not is_due(schedule)


def firing_against_pause(seed: int) -> None:
    schedule = due()
    fired, _ = race(seed, [fire_due, lambda: schedules.pause(schedule.pk)])
    assert fired == len(made_by(schedule))
    schedule.refresh_from_db()
    assert (None, True) == (schedule.next_at, schedule.paused_at is not None)
    assert 0 == fire_due()


def skipping_overlap(seed: int) -> None:
    schedule = due(overlap="skip")
    race(seed, [fire_due, fire_due])
    Schedule.objects.filter(pk=schedule.pk).update(next_at=now() - timedelta(seconds=1))
    race(seed, [fire_due, fire_due])
    assert 1 == len(made_by(schedule))


def adding_at_the_limit(seed: int) -> None:
    owner = make_user()
    acts = [lambda name=str(number): schedules.add(draft(owner, name)) for number in range(LIMIT + 2)]
    outcomes = race(seed, acts)
    assert 2 == sum(isinstance(outcome, LimitReached) for outcome in outcomes), outcomes
    assert LIMIT == Schedule.objects.filter(owner=owner).count()


ROUNDS: dict[str, Round] = {
    play.__name__: play
    for play in (two_schedulers, firing_against_run_now, firing_against_pause, skipping_overlap, adding_at_the_limit)
}


def repeat(name: str, rounds: int) -> None:
    for seed in range(rounds):
        ROUNDS[name](seed)


class TestRace:
    @pytest.mark.parametrize("name", ROUNDS)
    def test_has_one_outcome(self, name: str, race_rounds: int):
        repeat(name, race_rounds)


def without_locks(patch: pytest.MonkeyPatch) -> None:
    """Rows are read without a lock, and what was read is believed."""
    patch.setattr(schedules, "locked", lambda rows, skip=False: list(rows))
    patch.setattr(schedules, "transaction", SimpleNamespace(atomic=nullcontext))


class TestHarness:
    @pytest.mark.parametrize("name", ROUNDS)
    def test_the_harness_catches_a_planted_fault(self, name, monkeypatch):
        without_locks(monkeypatch)
        with pytest.raises((AssertionError, ValueError)):
            repeat(name, MOST_PLANTED)
