"""Budgets: what a call may cost is counted before it is made, under the job with its parts and its owner's day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import uuid_utils.compat as uuid

from accounts.models import User
from jobs.conf import JobsConf
from jobs.errors import BudgetBusy, BudgetSpent, LeaseLost
from jobs.events import logged, waits_for_money
from jobs.models import Job, JobLog, LedgerEntry, Spend
from jobs.queue import budget, funding, spending
from jobs.queue.claim import claim
from jobs.queue.clock import now
from jobs.queue.commit import Write, commit
from jobs.queue.deletion import delete, delete_of_owner
from jobs.queue.funding import Funding, resume_if_funded
from jobs.queue.rescue import rescue
from jobs.queue.writes import Batch, Custodian, Reservation, Settlement
from jobs.selectors.usage import dearest_rate
from jobs.services.budget import budget_of_day, budget_of_job
from jobs.services.edit import update_job
from jobs.services.explain import explain
from jobs.states import AttemptOutcome
from tests.support.queue import CHILD_KIND, WORKER, children_of, expire, fanned_out, running, settled, write
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def reservation(estimate: int | None = 10, *, simulated: bool = False) -> Reservation:
    return Reservation(uuid.uuid7(), "p", "m", "s", simulated, estimate)


def reserved(custodian: Custodian, estimate: int | None = 10) -> UUID:
    """A call under way; its ledger entry."""
    row = reservation(estimate)
    assert write(custodian, Batch(reservations=[row])) is None
    return row.entry_id


def refused(custodian: Custodian, estimate: int = 10) -> Exception | None:
    return write(custodian, Batch(reservations=[reservation(estimate)]))


def answered(custodian: Custodian, entry_id: UUID, cost: int | None) -> None:
    assert write(custodian, Batch(settlements=[Settlement(entry_id, "m", 1, 1, cost, "provider")])) is None


def counted(custodian: Custodian) -> tuple[int, int]:
    """What the job has spent, and what calls under way may cost; its owner's day has the same."""
    job = Job.objects.select_related("owner").get(pk=custodian.job_id)
    own, day = budget_of_job(job), budget_of_day(job.owner)
    assert (own.spent, own.reserved) == (day.spent, day.reserved)
    return own.spent, own.reserved


def status(custodian: Custodian) -> tuple[str, str | None]:
    job = Job.objects.get(pk=custodian.job_id)
    return job.status, job.held_reason


class TestCount:
    def test_is_of_estimates_until_calls_are_answered(self):
        custodian = running()
        first, second = reserved(custodian, 10), reserved(custodian, 20)
        assert (0, 30) == counted(custodian)
        answered(custodian, first, 7)
        assert (7, 20) == counted(custodian)
        answered(custodian, second, 25)
        assert (32, 0) == counted(custodian)

    def test_takes_an_unknown_price_as_it_was_estimated(self):
        custodian = running()
        answered(custodian, reserved(custodian, 10), None)
        assert (10, 0) == counted(custodian)

    def test_forgets_a_call_that_was_refused_by_its_provider(self):
        custodian = running()
        assert write(custodian, Batch(voids=[reserved(custodian)])) is None
        assert (0, 0) == counted(custodian)

    def test_keeps_what_was_cut_off_as_it_was_estimated(self):
        custodian = running()
        reserved(custodian, 10)
        expire(custodian.job_id)
        rescue()
        assert (10, 0) == counted(custodian)

    def test_takes_a_failed_call_that_may_have_been_paid_as_it_was_estimated(self):
        custodian = running()
        entry = reserved(custodian, 10)
        stranger = replace(custodian, lease_id=uuid.uuid7())
        assert isinstance(write(stranger, Batch(abandons=[entry])), LeaseLost)
        assert (0, 10) == counted(custodian)
        assert write(custodian, Batch(abandons=[entry])) is None
        assert write(custodian, Batch(abandons=[entry])) is None
        assert (10, 0) == counted(custodian)
        (row,) = LedgerEntry.objects.all()
        assert ("abandoned", True) == (row.state, row.settled_at is not None)

    def test_counts_a_settlement_once(self):
        custodian = running()
        entry = reserved(custodian, 10)
        answered(custodian, entry, 7)
        answered(custodian, entry, 7)
        assert (7, 0) == counted(custodian)

    def test_leaves_simulated_calls_out(self):
        custodian = running(max_cost_nano=1)
        assert write(custodian, Batch(reservations=[reservation(1000, simulated=True)])) is None
        assert not Spend.objects.exists()

    def test_goes_with_the_job_and_the_account(self):
        custodian = running()
        answered(custodian, reserved(custodian), 5)
        job = settled(custodian, AttemptOutcome.COMPLETED)
        delete(job.pk)
        assert ["day"] == [key.partition(":")[0] for key in Spend.objects.values_list("key", flat=True)]
        delete_of_owner(job.owner_id)
        assert not Spend.objects.exists()

    def test_of_a_day_is_dropped_when_it_is_long_over(self):
        custodian = running()
        reserved(custodian)
        spending.forget_days(now().date() - timedelta(days=7))
        assert 2 == Spend.objects.count()
        spending.forget_days(now().date() + timedelta(days=1))
        assert [spending.job_key(custodian.job_id)] == list(Spend.objects.values_list("key", flat=True))


class TestCap:
    def test_of_a_job_refuses_the_call_that_might_pass_it_and_holds_the_job(self):
        custodian = running(max_cost_nano=25)
        for _ in range(2):
            answered(custodian, reserved(custodian, 10), 10)
        assert isinstance(refused(custodian, 10), BudgetSpent)
        assert 2 == LedgerEntry.objects.count()
        assert ("held", "budget") == (settled(custodian, AttemptOutcome.CANCELLED).status, status(custodian)[1])

    def test_lets_a_call_have_all_that_is_left(self):
        reserved(running(max_cost_nano=10), 10)

    def test_makes_a_call_wait_for_what_others_under_way_may_give_back(self):
        custodian = running(max_cost_nano=15)
        entry = reserved(custodian, 10)
        assert isinstance(refused(custodian, 10), BudgetBusy)
        assert ("processing", None) == status(custodian)
        answered(custodian, entry, 3)
        reserved(custodian, 10)

    def test_lets_calls_without_a_price_through_until_it_is_reached(self):
        custodian = running(max_cost_nano=10)
        reserved(custodian, None)
        answered(custodian, reserved(custodian, 10), 10)
        assert isinstance(write(custodian, Batch(reservations=[reservation(None)])), BudgetSpent)

    def test_keeps_what_was_written_with_the_refused_call(self):
        custodian = running(max_cost_nano=10)
        entry = reserved(custodian, 10)
        paid = Settlement(entry, "m", 1, 1, 9, "provider")
        batch = Batch(facts=[logged("noted")], settlements=[paid], reservations=[reservation(10)])
        assert isinstance(write(custodian, batch), BudgetSpent)
        assert (9, 0) == counted(custodian)
        assert JobLog.objects.filter(job_id=custodian.job_id, message="noted").exists()
        assert ["settled"] == list(LedgerEntry.objects.values_list("state", flat=True))

    def test_of_a_day_stands_for_all_jobs_of_an_owner_and_no_others(self):
        owner = make_user(daily_budget_nano=15)
        first, second = running(owner_id=owner.pk), running(owner_id=owner.pk)
        answered(first, reserved(first, 10), 10)
        assert isinstance(refused(second, 10), BudgetSpent)
        reserved(running(), 10)

    def test_of_a_day_is_the_sites_own_unless_another_was_set(self, monkeypatch):
        monkeypatch.setattr(budget, "conf", lambda: JobsConf(daily_budget_nano=15))
        assert isinstance(refused(running(), 20), BudgetSpent)
        reserved(running(owner_id=make_user(daily_budget_nano=30).pk), 20)

    def test_belongs_to_the_root_whatever_its_parts_are_told(self):
        root = running(max_cost_nano=15)
        parent = fanned_out(root, 2)
        first, second = claim(WORKER, {CHILD_KIND: 1}, 2)
        answered(first, reserved(first, 10), 10)
        assert isinstance(refused(second, 10), BudgetSpent)
        parent.refresh_from_db()
        assert ("held", "budget") == (parent.status, parent.held_reason)
        assert "parent" == Job.objects.get(pk=second.job_id).hold_requested
        assert "completed" == settled(first, AttemptOutcome.COMPLETED).status
        assert {"completed", "processing"} == {child.status for child in children_of(parent)}


def held(cost: int = 10, **fields: Any) -> Job:
    """A job that has spent `cost`, and was refused as much again."""
    custodian = running(**fields)
    answered(custodian, reserved(custodian, cost), cost)
    assert isinstance(refused(custodian, cost), BudgetSpent)
    return settled(custodian, AttemptOutcome.CANCELLED)


class TestFunding:
    def test_resumes_a_job_once_its_cap_leaves_enough_for_the_call_that_was_refused(self):
        job = held(max_cost_nano=15)
        assert 0 == Funding().page()
        assert "held" == update_job(job.owner, job.pk, {"max_cost_nano": 19}).status
        assert "pending" == update_job(job.owner, job.pk, {"max_cost_nano": 20}).status

    def test_resumes_those_of_an_owner_whose_day_was_raised(self):
        owner = make_user(daily_budget_nano=15)
        job = held(owner_id=owner.pk)
        assert 0 == Funding().page()
        User.objects.filter(pk=owner.pk).update(daily_budget_nano=20)
        assert 1 == Funding().page()
        assert "pending" == Job.objects.get(pk=job.pk).status

    def test_resumes_them_when_a_new_day_begins(self):
        job = held(owner_id=make_user(daily_budget_nano=15).pk)
        yesterday = spending.day_key(job.owner_id, now().date() - timedelta(days=1))
        Spend.objects.filter(key=spending.day_key(job.owner_id, now().date())).update(key=yesterday)
        assert 1 == Funding().page()

    def test_comes_to_those_behind_any_number_that_have_no_money(self, monkeypatch):
        monkeypatch.setattr(funding, "MOST_RESUMED", 1)
        poor, rich = make_user(daily_budget_nano=15), make_user(daily_budget_nano=15)
        for owner in (poor, rich):
            jobs = [running(owner_id=owner.pk) for _ in range(3)]
            answered(jobs[0], reserved(jobs[0], 10), 10)
            assert all(isinstance(refused(job, 10), BudgetSpent) for job in jobs)
            assert {"held"} == {settled(job, AttemptOutcome.CANCELLED).status for job in jobs}
        User.objects.filter(pk=rich.pk).update(daily_budget_nano=100)
        found = Funding()
        assert [0, 1, 1, 1] == [found.page(limit=2) for _ in range(4)]
        assert {"pending"} == set(Job.objects.filter(owner=rich).values_list("status", flat=True))
        assert {"held"} == set(Job.objects.filter(owner=poor).values_list("status", flat=True))

    def test_looks_at_all_again_after_a_rest(self):
        job = held(max_cost_nano=15)
        eager, resting = Funding(), Funding(rest_seconds=60.0)
        assert [0, 0] == [eager.page(), resting.page()]
        Job.objects.filter(pk=job.pk).update(max_cost_nano=20)
        assert [0, 1] == [resting.page(), eager.page()]

    def test_withdraws_the_hold_of_a_job_that_was_raised_before_its_worker_held_it(self):
        custodian = running(max_cost_nano=15)
        answered(custodian, reserved(custodian, 10), 10)
        assert isinstance(refused(custodian, 10), BudgetSpent)
        job = Job.objects.select_related("owner").get(pk=custodian.job_id)
        assert ("processing", "budget") == (job.status, job.hold_requested)
        assert "budget" == update_job(job.owner, job.pk, {"max_cost_nano": 19}).hold_requested
        assert update_job(job.owner, job.pk, {"max_cost_nano": 20}).hold_requested is None
        job = settled(custodian, AttemptOutcome.CANCELLED)
        assert ("pending", 0) == (job.status, job.failures)

    def test_leaves_what_a_person_holds(self):
        job = held(max_cost_nano=15)
        Job.objects.filter(pk=job.pk).update(held_reason="person", max_cost_nano=None)
        assert 0 == Funding().page()

    def test_leaves_what_a_person_has_held_since_it_was_looked_for(self):
        job = held(max_cost_nano=15)
        Job.objects.filter(pk=job.pk).update(held_reason="person", max_cost_nano=None)
        assert not resume_if_funded(job)
        assert "held" == Job.objects.get(pk=job.pk).status

    def test_wakes_the_parts_that_were_held_with_it(self):
        parent = fanned_out(running(max_cost_nano=15), 3)
        first, second = claim(WORKER, {CHILD_KIND: 1}, 2)
        answered(first, reserved(first, 10), 10)
        assert isinstance(refused(second, 10), BudgetSpent)
        settled(first, AttemptOutcome.COMPLETED)
        settled(second, AttemptOutcome.CANCELLED)
        assert {"completed", "held"} == {child.status for child in children_of(parent)}
        assert "processing" == update_job(parent.owner, parent.pk, {"max_cost_nano": 100}).status
        assert ["completed", "pending", "pending"] == sorted(child.status for child in children_of(parent))


class TestExplain:
    def test_says_what_is_spent_and_how_to_go_on(self):
        job = held(cost=40_000_000, max_cost_nano=50_000_000)
        (cause,) = explain(job.owner, job)
        assert "might pass its budget of $0.05; $0.04 is spent." in cause.message
        assert "Raise its budget (max_cost_usd): it goes on where it stopped." == cause.fix

    @pytest.mark.parametrize("caps", [{"max_cost_nano": 50_000_000}, {"daily": 50_000_000}])
    def test_tells_what_is_spent_from_what_may_have_been(self, caps):
        daily = caps.pop("daily", None)
        custodian = running(owner_id=make_user(daily_budget_nano=daily).pk, **caps)
        answered(custodian, reserved(custodian, 20_000_000), 10_000_000)
        assert write(custodian, Batch(abandons=[reserved(custodian, 20_000_000)])) is None
        assert isinstance(refused(custodian, 30_000_000), BudgetSpent)
        job = settled(custodian, AttemptOutcome.CANCELLED)
        (cause,) = explain(job.owner, job)
        assert "$0.01 is spent, and $0.02 may have been, by calls that were cut off." in cause.message

    def test_says_when_the_day_begins_anew(self):
        job = held(owner_id=make_user(daily_budget_nano=15).pk)
        (cause,) = explain(job.owner, job)
        assert cause.code == "held"
        assert "A new day begins" in cause.text
        assert cause.at is not None
        assert cause.at > now()


class TestWait:
    def test_is_told_of_a_job_that_runs_but_may_not_call_yet(self):
        custodian = running()
        job = Job.objects.get(pk=custodian.job_id)
        assert write(custodian, Batch(facts=[waits_for_money()])) is None
        assert ["budget_busy"] == [cause.code for cause in explain(job.owner, job)]
        call = reserved(custodian)
        assert ["running"] == [cause.code for cause in explain(job.owner, job)]
        assert write(custodian, Batch(voids=[call], facts=[logged("goes on")])) is None
        assert ["running"] == [cause.code for cause in explain(job.owner, job)]


class TestUnpriced:
    def test_goes_one_at_a_time_under_a_cap(self):
        owner = make_user()
        User.objects.filter(pk=owner.pk).update(daily_budget_nano=100)
        first, second = running(owner_id=owner.pk), running(owner_id=owner.pk)
        call = reserved(first, None)
        assert isinstance(write(second, Batch(reservations=[reservation(None)])), BudgetBusy)
        answered(first, call, 60)
        call = reserved(second, None)
        answered(second, call, 60)
        assert isinstance(write(first, Batch(reservations=[reservation(None)])), BudgetSpent)

    def test_of_one_commit_are_one_at_a_time_too(self):
        owner = make_user()
        User.objects.filter(pk=owner.pk).update(daily_budget_nano=100)
        jobs = [running(owner_id=owner.pk), running(owner_id=owner.pk)]
        writes = [Write.of(job, Batch(reservations=[reservation(None)])) for job in jobs]
        assert [True, False] == [error is None for error in commit(writes)]

    def test_takes_the_place_of_one_that_ends_in_its_commit(self):
        custodian = running(max_cost_nano=100)
        for ended in (lambda call: {"abandons": [call]}, lambda call: {"voids": [call]}):
            call = reserved(custodian, None)
            assert write(custodian, Batch(reservations=[reservation(None)], **ended(call))) is None
            LedgerEntry.objects.all().delete()

    def test_waits_for_the_answer_that_shows_whether_a_list_price_holds(self):
        owner = make_user(daily_budget_nano=100)
        first, second, third = (running(owner_id=owner.pk) for _ in range(3))
        untried = partial(replace, reservation(10), is_untried=True)
        call = untried(entry_id=uuid.uuid7())
        both = [Write.of(job, Batch(reservations=[row])) for job, row in [(first, call), (second, untried())]]
        assert [None, BudgetBusy] == [outcome and type(outcome) for outcome in commit(both)]
        assert isinstance(write(second, Batch(reservations=[untried()])), BudgetBusy)
        other = untried(entry_id=uuid.uuid7(), model="other")
        assert write(third, Batch(reservations=[other])) is None
        answered(first, call.entry_id, 10)
        assert write(second, Batch(reservations=[untried()])) is None

    def test_goes_freely_without_a_cap(self):
        owner = make_user()
        rows = [reservation(None) for _ in range(2)] + [replace(reservation(), is_untried=True) for _ in range(2)]
        assert [None] * 4 == [write(running(owner_id=owner.pk), Batch(reservations=[row])) for row in rows]


class TestDearestRate:
    def test_is_of_the_latest_calls_of_the_model(self):
        custodian = running()
        job = Job.objects.get(pk=custodian.job_id)
        assert dearest_rate(job.owner_id, "p", ["m"]) is None
        answered(custodian, reserved(custodian), 10)
        answered(custodian, reserved(custodian), 30)
        answered(custodian, reserved(custodian), None)
        assert Decimal(15) == dearest_rate(job.owner_id, "p", ["m"]) == dearest_rate(job.owner_id, "p", ["asked", "m"])
        assert dearest_rate(job.owner_id, "p", ["other"]) is None
        assert dearest_rate(make_user().pk, "p", ["m"]) is None

    def test_is_by_what_tokens_are_weighed_at(self):
        custodian = running()
        answered(custodian, reserved(custodian), 30)
        assert Decimal(10) == dearest_rate(
            custodian.owner_id, "p", ["m"], lambda given, taken: Decimal(given + 2 * taken)
        )
        assert dearest_rate(custodian.owner_id, "p", ["m"], lambda given, taken: Decimal(0)) is None

    def test_is_nothing_of_a_model_that_never_names_a_price(self):
        custodian = running()
        owner_id = custodian.owner_id
        for _ in range(2):
            answered(custodian, reserved(custodian), None)
        reserved(custodian, None)
        assert dearest_rate(owner_id, "p", ["m"]) is None
        answered(custodian, reserved(custodian), None)
        assert Decimal(0) == dearest_rate(owner_id, "p", ["m"])
        answered(custodian, reserved(custodian), 30)
        assert Decimal(15) == dearest_rate(owner_id, "p", ["m"])
