"""Submissions that want one unique key at once, over real connections: one job has it."""

from __future__ import annotations

import random
from functools import partial
from uuid import UUID

import pytest
from django.db import transaction

from jobs.errors import UniqueConflict
from jobs.models import Job
from jobs.queue import enqueue as module
from jobs.queue.enqueue import Enqueued, NewJob, enqueue
from jobs.queue.unique import OnConflict, Unique
from tests.support.queue import assert_consistent, request
from tests.support.racing import MOST_PLANTED, race
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def in_a_transaction(asked: NewJob) -> Enqueued:
    """As a caller would that has more to write."""
    with transaction.atomic():
        enqueue(request(asked.owner_id, kind="beside"))
        return enqueue(asked)


def one_winner(seed: int) -> None:
    dice = random.Random(seed)
    rule = dice.choice([OnConflict.REJECT, OnConflict.KEEP])
    owner = make_user().pk
    asked = [request(owner, unique=Unique("once", on_conflict=rule)) for _ in range(3)]
    outcomes = race(seed, [partial(dice.choice([enqueue, in_a_transaction]), each) for each in asked])
    (job,) = Job.objects.filter(owner_id=owner, kind=asked[0].kind)
    assert 1 == sum(isinstance(outcome, Enqueued) and outcome.created for outcome in outcomes), outcomes
    assert {job.pk} == set(map(told, outcomes)), outcomes
    assert_consistent(job.pk)


def rounds(count: int) -> None:
    for seed in range(count):
        one_winner(seed)


def told(outcome: object) -> UUID | None:
    """The job that an outcome names."""
    match outcome:
        case Enqueued():
            return outcome.job.pk
        case UniqueConflict():
            return outcome.job_id
    return None


class TestSubmissions:
    def test_of_one_key_have_one_winner(self, race_rounds: int):
        rounds(race_rounds)

    def test_are_seen_to_need_the_index(self, monkeypatch):
        """Without the key in the column, looking first is not enough."""
        row = module._row

        def without_key(new: NewJob, *args: object, **more: object) -> Job:
            job = row(new, *args, **more)
            job.unique_key = None
            return job

        monkeypatch.setattr(module, "_row", without_key)
        with pytest.raises((AssertionError, ValueError)):
            rounds(MOST_PLANTED)
