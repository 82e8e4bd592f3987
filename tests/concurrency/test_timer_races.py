"""One person's timers started at once on several jobs, over real connections: one runs."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import connection

from jobs.errors import TimerRunning
from jobs.models import TimeEntry
from jobs.queue.control import complete
from jobs.queue.outcome import Controlled
from jobs.queue.timers import start_timer
from jobs.states import MANUAL
from tests.support.queue import assert_consistent, new_job
from tests.support.racing import MOST_PLANTED, race
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def starts(seed: int) -> None:
    person = make_user().pk
    jobs = [new_job(person, kind=MANUAL).pk for _ in range(2)]
    stop_other = bool(seed % 2)
    outcomes = race(seed, [partial(start_timer, job_id, person, stop_other=stop_other) for job_id in jobs])
    wrong = [told for told in outcomes if not isinstance(told, Controlled | TimerRunning)]
    assert [] == wrong
    assert (2 if stop_other else 1) == sum(isinstance(told, Controlled) for told in outcomes)
    assert 1 == TimeEntry.objects.running().filter(person_id=person).count()
    assert_consistent(*jobs)


def start_against_complete(seed: int) -> None:
    job = new_job(kind=MANUAL)
    acts: list[Callable[[], object]] = [partial(start_timer, job.pk, job.owner_id), partial(complete, job.pk)]
    random.Random(seed).shuffle(acts)
    race(seed, acts)
    assert not TimeEntry.objects.running().filter(job=job).exists()
    assert_consistent(job.pk)


def repeat(play, rounds: int) -> None:
    for seed in range(rounds):
        play(seed)


class TestTimers:
    @pytest.mark.parametrize("play", [starts, start_against_complete])
    def test_leave_one_running_at_most(self, play, race_rounds: int):
        repeat(play, race_rounds)


@contextmanager
def without_the_index() -> Iterator[None]:
    (index,) = (each for each in TimeEntry._meta.constraints if each.name == "time_entry_one_runs_per_person")
    with connection.schema_editor() as schema:
        schema.remove_constraint(TimeEntry, index)
    try:
        yield
    finally:
        TimeEntry.objects.all().delete()
        with connection.schema_editor() as schema:
            schema.add_constraint(TimeEntry, index)


class TestHarness:
    @pytest.mark.postgresql
    def test_notices_when_there_is_no_index(self):
        """Looking first is not enough. On SQLite, with its one writer, it would be."""
        with without_the_index(), pytest.raises(AssertionError):
            repeat(starts, MOST_PLANTED)
