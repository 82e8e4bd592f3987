"""What jobs added up to stays when they are pruned, and without a name when their owner's account goes."""

from __future__ import annotations

import pytest

from jobs.models import Job, WorkRollUp
from jobs.models.roll_up import NOBODY
from jobs.queue import control
from jobs.queue.clock import now
from jobs.queue.deletion import delete_of_owner
from jobs.queue.prune import prune
from jobs.queue.rollups import making
from jobs.queue.rollups.stale import mark_jobs
from jobs.services.metrics import Asked, measure
from tests.support.history import at
from tests.support.queue import KIND, new_job
from tests.support.rollups import all_metrics, roll_up, told_wrong
from tests.support.users import make_staff

pytestmark = pytest.mark.django_db

OUTCOMES = ("completed", "failed", "cancelled")


def prune_all() -> None:
    """Whatever machines have done."""
    for outcome in OUTCOMES:
        while prune(KIND, outcome, -1):
            pass


@pytest.fixture
def everybody(long) -> Asked:
    return Asked(long.first, long.last, long.time_zone, "all")


class TestPruned:
    def test_jobs_count_as_they_did(self, busy, long):
        roll_up()
        before = all_metrics(busy, long)
        prune_all()
        assert {"manual", "count"} == set(Job.objects.values_list("kind", flat=True))
        assert before == all_metrics(busy, long)
        roll_up()
        assert before == all_metrics(busy, long)
        assert [] == told_wrong()

    def test_jobs_count_that_were_never_rolled_up(self, busy, long):
        roll_up()
        told = all_metrics(busy, long)
        young = control.cancel(new_job(busy.pk).pk)
        today = young.finished_at.date()
        prune_all()
        roll_up()
        assert told == all_metrics(busy, long)
        assert 1 == measure(busy, "summary", Asked(today, today, "UTC"))["ended_by_outcome"]["cancelled"]
        assert 1 == measure(make_staff(), "summary", Asked(today, today, "UTC", "all"))["created"]

    def test_jobs_count_in_short_periods_too(self, busy):
        roll_up()
        march = Asked(at("03-01 00:00").date(), at("03-28 00:00").date(), "UTC")
        before = measure(busy, "summary", march)
        prune_all()
        after = measure(busy, "summary", march)
        assert (False, True) == (before.pop("basis")["roll_ups"], after.pop("basis")["roll_ups"])
        assert before == after

    def test_jobs_are_counted_once_when_pruned_before_anything_was_rolled_up(self, busy, long):
        before = measure(busy, "summary", long)["ended_by_outcome"]
        prune_all()
        assert before == measure(busy, "summary", long)["ended_by_outcome"]
        roll_up()
        assert before == measure(busy, "summary", long)["ended_by_outcome"]


class TestDeletedAccount:
    def test_leaves_its_sums_without_its_name(self, busy, other, everybody):
        roll_up()
        staff = make_staff()
        before = all_metrics(staff, everybody)
        for person in (busy, other):
            delete_of_owner(person.pk)
            person.delete()
        assert not Job.objects.exists()
        assert not WorkRollUp.objects.filter(whose__in=[busy.pk, other.pk]).exists()
        roll_up()
        after = all_metrics(staff, everybody)
        for told in (before, after):
            told["summary"].pop("live_by_status")
            told["queue"].pop("depth")
        assert before == after
        assert [] == told_wrong()
        assert WorkRollUp.objects.filter(whose=NOBODY, bygone=True).exists()


class TestDeletedWhileOthersSum:
    @pytest.mark.parametrize("again", [False, True])
    def test_accounts_leave_no_row_with_their_name(self, busy, card, again, monkeypatch):
        if again:
            roll_up()
            mark_jobs([card.pk], now())
        summed, whose = making.of_span, busy.pk

        def deleted_since(*span):
            sums = summed(*span)
            monkeypatch.setattr(making, "of_span", summed)
            delete_of_owner(whose)
            busy.delete()
            return sums

        monkeypatch.setattr(making, "of_span", deleted_since)
        assert making.step()
        roll_up()
        assert not WorkRollUp.objects.filter(whose=whose).exists()
        assert [] == told_wrong()
