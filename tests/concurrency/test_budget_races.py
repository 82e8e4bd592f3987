"""Fifty jobs that ask for money at once, over real connections: no cap is passed by more than one call.

Where a price is known, no cap is passed at all.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest
import uuid_utils.compat as uuid
from django.db.models import Sum

from jobs.errors import BudgetBusy, BudgetSpent
from jobs.models import Job, LedgerEntry, Spend
from jobs.queue import budget
from jobs.queue.claim import claim
from jobs.queue.commit import Write, commit
from jobs.queue.enqueue import enqueue_many
from jobs.queue.writes import Batch, Custodian, Reservation, Settlement
from tests.support.queue import KIND, WORKER, request
from tests.support.racing import MOST_PLANTED, race
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

ESTIMATE = 10
JOBS = 50
WORKERS = 4


def work(custodians: list[Custodian], seed: int) -> list[Exception | None]:
    """Two calls for each job, a commit a call, as a worker would make them; each costs up to its estimate."""
    dice = random.Random(seed)
    refusals: list[Exception | None] = []
    for custodian in [*custodians, *custodians]:
        row = Reservation(uuid.uuid7(), "p", "m", "s", simulated=False, estimate_nano=ESTIMATE)
        refusals += commit([Write.of(custodian, Batch(reservations=[row]))])
        if refusals[-1] is None:
            paid = Settlement(row.entry_id, "m", 1, 1, dice.randint(1, ESTIMATE), "provider")
            assert [None] == commit([Write.of(custodian, Batch(settlements=[paid]))])
    return refusals


def shared_out(cap: int) -> list[list[Custodian]]:
    """Fifty jobs of an owner who may spend `cap` in a day, claimed and shared out among the workers."""
    LedgerEntry.objects.all().delete()
    Job.objects.all().delete()
    Spend.objects.all().delete()
    owner = make_user(daily_budget_nano=cap)
    enqueue_many([request(owner.pk) for _ in range(JOBS)])
    taken = claim(WORKER, {KIND: 1}, JOBS)
    return [taken[start::WORKERS] for start in range(WORKERS)]


def spend(seed: int) -> None:
    """Four workers, some dozen jobs each, of an owner whose day is soon spent."""
    cap = 100 + seed
    parts = shared_out(cap)
    outcomes = race(seed, [partial(work, part, seed) for part in parts])
    refusals = [refusal for outcome in outcomes for refusal in outcome]
    assert all(isinstance(refusal, BudgetBusy | BudgetSpent | None) for refusal in refusals), refusals
    assert any(isinstance(refusal, BudgetSpent) for refusal in refusals)
    spent = LedgerEntry.objects.aggregate(total=Sum("cost_nano"))["total"]
    day = Spend.objects.get(key__startswith="day:")
    assert (spent, 0) == (day.settled_nano, day.reserved_nano), "what is counted is what the ledger has"
    assert cap - ESTIMATE < spent <= cap, "all was spent that could be, and no more"
    assert "held" not in set(Job.objects.values_list("status", flat=True)), "their workers hold them"
    assert Job.objects.filter(hold_requested="budget").exists()


def unpriced() -> Reservation:
    return Reservation(uuid.uuid7(), "p", "m", "s", simulated=False, estimate_nano=None)


def listed_too_low() -> Reservation:
    """As `generation.llm.estimates` would have it: the list says a tenth of what the first answer shows."""
    is_known = LedgerEntry.objects.filter(state=LedgerEntry.State.SETTLED).exists()
    estimate = ESTIMATE if is_known else 1
    return Reservation(uuid.uuid7(), "p", "m", "s", simulated=False, estimate_nano=estimate, is_untried=not is_known)


def work_unpriced(custodians: list[Custodian], reserve: Callable[[], Reservation] = unpriced) -> None:
    """A call for each job, of which only the answer says that it has cost 10; that comes after four tries."""
    begun: list[tuple[Custodian, UUID]] = []
    for tries, custodian in enumerate(custodians, 1):
        row = reserve()
        (refusal,) = commit([Write.of(custodian, Batch(reservations=[row]))])
        if isinstance(refusal, BudgetSpent):
            break
        if refusal is None:
            begun.append((custodian, row.entry_id))
        if begun and tries >= 4:
            answer(*begun.pop(0))
    for call in begun:
        answer(*call)


def answer(custodian: Custodian, entry_id: UUID) -> None:
    paid = Settlement(entry_id, "m", 1, 1, ESTIMATE, "provider")
    assert [None] == commit([Write.of(custodian, Batch(settlements=[paid]))])


def spend_unpriced(seed: int) -> None:
    """As `spend`, of a model whose price nobody knows before the call."""
    cap = 11 + seed % 9
    outcomes = race(seed, [partial(work_unpriced, part) for part in shared_out(cap)])
    assert [None] * WORKERS == outcomes, outcomes
    spent = LedgerEntry.objects.aggregate(total=Sum("cost_nano"))["total"]
    assert 0 < spent < cap + ESTIMATE, "no more than one call too many"
    assert (spent, 0) == Spend.objects.values_list("settled_nano", "reserved_nano").get(key__startswith="day:")


def spend_listed(seed: int) -> None:
    """As `spend`, of a model that costs ten times what it is listed at."""
    cap = 11 + 7 * (seed % 9)
    outcomes = race(seed, [partial(work_unpriced, part, listed_too_low) for part in shared_out(cap)])
    assert [None] * WORKERS == outcomes, outcomes
    spent = LedgerEntry.objects.aggregate(total=Sum("cost_nano"))["total"]
    assert 0 < spent < cap + ESTIMATE, "no more than one call too many"
    assert (spent, 0) == Spend.objects.values_list("settled_nano", "reserved_nano").get(key__startswith="day:")


def repeat(play: Callable[[int], None], rounds: int) -> None:
    for seed in range(rounds):
        play(seed)


class TestCap:
    def test_is_not_passed_and_nothing_is_left_that_would_do_for_a_call(self, race_rounds: int):
        repeat(spend, max(1, race_rounds // 5))

    def test_is_passed_by_one_call_at_most_where_no_price_is_known(self, race_rounds: int):
        repeat(spend_unpriced, race_rounds)

    def test_is_passed_by_one_call_at_most_where_the_list_price_is_too_low(self, race_rounds: int):
        repeat(spend_listed, race_rounds)


class TestHarness:
    @pytest.mark.postgresql
    def test_notices_when_the_counts_are_not_locked(self, monkeypatch: pytest.MonkeyPatch):
        """On SQLite the transaction itself is the lock."""
        monkeypatch.setattr(budget, "locked", list)
        with pytest.raises(AssertionError):
            repeat(spend, MOST_PLANTED)

    @pytest.mark.parametrize("play", [spend_unpriced, spend_listed])
    def test_notices_when_calls_of_unsure_price_do_not_wait_for_each_other(
        self, monkeypatch: pytest.MonkeyPatch, play: Callable[[int], None]
    ):
        monkeypatch.setattr(budget.Budgets, "_has_to_wait", lambda *_: False)
        with pytest.raises(AssertionError):
            repeat(play, MOST_PLANTED)

    def test_notices_when_nothing_is_refused(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(budget.Budgets, "_check", lambda *_: None)
        with pytest.raises(AssertionError):
            spend(1)
