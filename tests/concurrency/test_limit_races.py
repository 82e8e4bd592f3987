"""Claimers that meet at a limit, over real connections: it is filled and never exceeded."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import uuid_utils.compat as uuid

from jobs.models import Job, KindPolicy, Lease
from jobs.queue import limits
from jobs.queue.claim import claim
from jobs.queue.enqueue import enqueue_many
from jobs.queue.wanted import Wanted
from jobs.queue.writes import Custodian
from tests.support.queue import KIND, assert_consistent, request
from tests.support.racing import MOST_PLANTED, race
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def claimers(seed: int) -> list[Custodian]:
    """What three workers got that claimed at once, each of them up to four jobs."""
    dice = random.Random(seed)
    sizes = [dice.randint(1, 4) for _ in range(3)]
    outcomes = race(seed, [partial(claim, uuid.uuid7(), {KIND: 1}, size) for size in sizes])
    assert not any(isinstance(outcome, Exception) for outcome in outcomes), outcomes
    return [custodian for outcome in outcomes for custodian in outcome]


def waiting(owners: Iterable[UUID], each: int, **policy: Any) -> None:
    """A queue of nothing but `each` jobs of each of `owners`, of a kind with this policy."""
    Lease.objects.all().delete()
    Job.objects.all().delete()
    KindPolicy.objects.update_or_create(kind=KIND, defaults=policy)
    enqueue_many([request(owner) for owner in owners for _ in range(each)])


def global_limit(seed: int) -> None:
    most = 1 + seed % 3
    waiting([make_user().pk], 8, max_running=most)
    taken = claimers(seed)
    assert most >= Lease.objects.count() == len(taken)
    claim(uuid.uuid7(), {KIND: 1}, 8)
    assert most == Lease.objects.count()
    assert_consistent(*(custodian.job_id for custodian in taken))


def limit_per_owner(seed: int) -> None:
    most = 1 + seed % 2
    waiting([make_user().pk, make_user().pk], 5, max_running_per_owner=most)
    claimers(seed)
    assert most >= max(Counter(Lease.objects.values_list("owner_id", flat=True)).values())
    claim(uuid.uuid7(), {KIND: 1}, 10)
    assert [most, most] == list(Counter(Lease.objects.values_list("owner_id", flat=True)).values())


def rate_window(seed: int) -> None:
    most = 1 + seed % 3
    waiting([make_user().pk], 8, rate_limit=most, rate_seconds=3600.0, window_started_at=None, window_claims=0)
    claimers(seed)
    claim(uuid.uuid7(), {KIND: 1}, 8)
    assert most == Lease.objects.count() == KindPolicy.objects.get().window_claims


def repeat(play: Callable[[int], None], rounds: int) -> None:
    for seed in range(rounds):
        play(seed)


ROUNDS: list[Callable[[int], None]] = [global_limit, limit_per_owner, rate_window]


class TestLimit:
    @pytest.mark.parametrize("play", ROUNDS)
    def test_is_filled_and_never_exceeded(self, play: Callable[[int], None], race_rounds: int):
        repeat(play, race_rounds)


class TestHarness:
    @pytest.mark.postgresql
    @pytest.mark.parametrize("play", ROUNDS)
    def test_notices_when_the_policy_is_not_locked(self, play: Callable[[int], None], monkeypatch: pytest.MonkeyPatch):
        """On SQLite the transaction itself is the lock."""
        monkeypatch.setattr(limits, "locked", list)
        with pytest.raises(AssertionError):
            repeat(play, MOST_PLANTED)

    @pytest.mark.parametrize("play", ROUNDS)
    def test_notices_when_nothing_is_counted(self, play: Callable[[int], None], monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(limits.Room, "places", property(lambda room: None))
        monkeypatch.setattr(limits.Room, "wanted", lambda room: Wanted(KIND, 1))
        with pytest.raises(AssertionError):
            play(1)
