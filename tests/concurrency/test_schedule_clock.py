"""Thousands of times on a simulated clock that jumps, with two workers that crash: none is missed, none comes twice.

The harness is also run against planted faults, so that it is known to notice them.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection

from jobs.handlers import recurring
from jobs.handlers.recurring import fire_due
from jobs.models import Job, Schedule
from jobs.queue import schedules
from jobs.testing import ScriptedHandler, scripted
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

START = datetime(2026, 3, 1, tzinfo=UTC)
EVERY = timedelta(minutes=5)
# A line that follows real time, over two days of daylight saving when it runs for long.
LINE, ZONE = "*/5 * * * *", "Europe/Paris"
WORKERS = 2
FULL = 10_000
COLLECTED = 200


class Crash(BaseException):
    """The end of a process, at any statement: nothing of ours may catch it."""


class Clock:
    """Goes on by a few minutes a step; now and then it is set back, or the machine was off for hours."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self.now = self.latest = START

    def step(self) -> datetime:
        roll = self._dice.random()
        if roll < 0.03:
            self.now -= timedelta(minutes=self._dice.uniform(1, 90))
        elif roll < 0.06:
            self.now += timedelta(minutes=self._dice.uniform(30, 240))
        else:
            self.now += timedelta(minutes=self._dice.uniform(0, 12))
        self.latest = max(self.latest, self.now)
        return self.now


class Play:
    """Steps the clock and lets all workers fire at once, until `ticks` times have passed."""

    def __init__(self, seed: int, missed: str = "all") -> None:
        self.clock = Clock(seed)
        self.dice = random.Random(seed + 1)
        self.crashes = 0
        self.fired: Counter[datetime | None] = Counter()
        self.schedule = Schedule(
            owner=make_user(), name="n", kind=ScriptedHandler.kind, cron=LINE, time_zone=ZONE, missed=missed
        )
        schedules.add(self.schedule)
        Schedule.objects.filter(pk=self.schedule.pk).update(next_at=START)

    def run(self, ticks: int) -> None:
        start = Barrier(WORKERS)
        with ThreadPoolExecutor(WORKERS) as pool:
            while self.clock.latest - START < ticks * EVERY:
                now = self.clock.step()
                for crashed in pool.map(lambda _, now=now: self._work(start, now), range(WORKERS)):
                    self.crashes += crashed
                if Job.objects.count() >= COLLECTED:
                    self._collect()
            # A last round, in which nobody crashes.
            self.dice = random.Random(0)
            self.dice.random = lambda: 1.0  # type: ignore[method-assign]
            while fire_due(self.clock.latest):
                pass
            list(pool.map(lambda _: self._leave(start), range(WORKERS)))
        self._collect()

    def _work(self, start: Barrier, now: datetime) -> bool:
        """A round of maintenance; True when the worker crashed in it, and comes back with a new connection."""
        start.wait(30)
        try:
            while fire_due(now):
                pass
        except Crash:
            connection.close()
            return True
        except OperationalError:  # SQLite's other writer; a worker logs it and comes again
            return False
        return False

    @staticmethod
    def _leave(start: Barrier) -> None:
        start.wait(30)
        connection.close()

    def crash(self) -> None:
        if self.dice.random() < 0.02:
            raise Crash

    def _collect(self) -> None:
        made = Job.objects.filter(schedule_id=self.schedule.pk)
        self.fired.update(made.values_list("run_at", flat=True))
        made.delete()

    def check(self) -> None:
        last = int((self.clock.latest - START) / EVERY)
        wanted = {START + number * EVERY for number in range(last + 1)}
        assert set() == {tick for tick, count in self.fired.items() if count > 1}, "came twice"
        assert set() == wanted - self.fired.keys(), "missed"
        assert set() == self.fired.keys() - wanted, "came although it was not due"


@contextmanager
def crashing(play: Play) -> Iterator[None]:
    """A worker may end before it made the job, before it noted so, and before the commit."""
    make, write = recurring.job_of, schedules._write

    def made(schedule):
        play.crash()
        return make(schedule)

    def written(schedule, **columns):
        play.crash()
        write(schedule, **columns)
        play.crash()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recurring, "job_of", made)
        patch.setattr(schedules, "_write", written)
        yield


@pytest.fixture(autouse=True)
def _kind():
    with scripted():
        yield


@pytest.fixture
def ticks(race_rounds: int) -> int:
    return FULL if race_rounds >= 1000 else 12 * race_rounds


def played(ticks: int, seed: int = 7, missed: str = "all") -> Play:
    play = Play(seed, missed)
    with crashing(play):
        play.run(ticks)
    return play


class TestSchedule:
    def test_misses_no_time_and_makes_none_twice(self, ticks: int):
        play = played(ticks)
        play.check()
        assert play.crashes > 0

    @pytest.mark.parametrize("missed", ["once", "skip"])
    def test_makes_none_twice_whatever_becomes_of_those_missed(self, missed: str, ticks: int):
        play = played(ticks // 3, missed=missed)
        assert play.fired
        assert {1} == set(play.fired.values())


class TestHarness:
    def test_notices_a_time_that_is_missed(self):
        with pytest.raises(AssertionError, match="missed"):
            played(300, missed="once").check()

    def test_notices_a_time_that_comes_twice(self, monkeypatch):
        """Rows are read without a lock, and what was read is believed."""
        monkeypatch.setattr(schedules, "locked", lambda rows, skip=False: list(rows))
        monkeypatch.setattr(schedules, "transaction", SimpleNamespace(atomic=nullcontext))
        with pytest.raises(AssertionError, match=r"twice|not due|missed"):
            played(300).check()
