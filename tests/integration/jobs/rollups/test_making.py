"""Roll-ups are what the rows add up to, however often and by whomever they are made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs.models import CallRollUp, Job, LedgerEntry, RollUpProgress, StaleDay, TimingRollUp, WorkRollUp
from jobs.models.elapsed import QUARTER_SECONDS
from jobs.models.roll_up import EVERYBODY
from jobs.models.roll_up_progress import NEVER
from jobs.queue import control, time_entries
from jobs.queue.amend import amend
from jobs.queue.clock import now
from jobs.queue.deletion import delete
from jobs.queue.rollups import making
from jobs.queue.rollups.stale import MARGIN
from jobs.services.metrics import Asked, measure
from tests.support.history import at, called, past_job
from tests.support.queue import new_job
from tests.support.rollups import all_metrics, roll_up, told_wrong
from tests.support.users import make_staff

pytestmark = pytest.mark.django_db

PERCENTILES = ("wait_seconds", "run_seconds", "meaning")


class TestMetrics:
    def test_tell_the_same_from_roll_ups_as_from_rows(self, busy, long):
        from_rows = all_metrics(busy, long)
        assert roll_up() > 0
        from_roll_ups = all_metrics(busy, long)
        for name in PERCENTILES:
            from_rows["queue"].pop(name), from_roll_ups["queue"].pop(name)
        assert from_rows == from_roll_ups
        assert (4, 1) == (from_rows["summary"]["ended"], from_rows["summary"]["ended_by_outcome"]["failed"])

    def test_of_everybody_are_the_same_too(self, busy, long):
        asked = Asked(long.first, long.last, long.time_zone, "all")
        from_rows = all_metrics(make_staff(), asked)
        roll_up()
        from_roll_ups = all_metrics(make_staff(), asked)
        for name in PERCENTILES:
            from_rows["queue"].pop(name), from_roll_ups["queue"].pop(name)
        assert from_rows == from_roll_ups
        assert 5 == from_roll_ups["summary"]["ended"]

    def test_say_where_they_were_read(self, busy, long):
        roll_up()
        assert {"roll_ups": True, "rows_from": None} == measure(busy, "summary", long)["basis"]
        short = measure(busy, "summary", Asked(long.first, long.first, "UTC"))["basis"]
        assert {"roll_ups": False, "rows_from": "2026-02-01T00:00:00Z"} == short

    def test_read_the_last_hours_from_rows(self, busy):
        roll_up()
        fresh = control.cancel(new_job(busy.pk).pk)
        today = fresh.finished_at.date()
        found = measure(busy, "summary", Asked(today - timedelta(days=40), today, "UTC"))
        assert (1, 1) == (found["created"], found["ended_by_outcome"]["cancelled"])
        assert found["basis"]["rows_from"] == RollUpProgress.now().through.isoformat().replace("+00:00", "Z")

    def test_tell_times_to_within_a_bucket(self, user, long):
        for second in range(1, 101):
            begun = at("03-03 09:00") + timedelta(seconds=second)
            past_job(user, "03-03 09:00", "03-03 10:00", started_at=begun)
        roll_up()
        found = measure(user, "queue", long)
        for percent, exact in (("p50", 50), ("p90", 90), ("p99", 99)):
            assert exact == pytest.approx(found["wait_seconds"][percent], rel=0.046)
        assert 3550 == pytest.approx(found["run_seconds"]["p50"], rel=0.046)


class TestDays:
    def test_of_every_time_zone_are_made_of_whole_quarters_of_an_hour(self):
        moments = [datetime(year, month, 1, tzinfo=UTC) for year in range(2000, 2031, 3) for month in (1, 4, 7, 10)]
        odd = {
            zone
            for zone in available_timezones()
            for moment in moments
            if moment.replace(tzinfo=ZoneInfo(zone)).timestamp() % QUARTER_SECONDS
        }
        assert set() == odd


class TestStep:
    def test_asks_for_no_sums_of_a_time_in_which_nothing_was_done(self, user):
        new_job(user.pk)
        with CaptureQueriesContext(connection) as asked:
            assert making.step()
        assert RollUpProgress.now().through > NEVER
        assert [] == [each["sql"] for each in asked if "GROUP BY" in each["sql"]]

    def test_makes_each_span_once(self, busy):
        roll_up()
        before = list(WorkRollUp.objects.order_by("pk").values())
        assert (0, before) == (roll_up(), list(WorkRollUp.objects.order_by("pk").values()))

    def test_writes_nothing_when_another_worker_was_faster(self, busy, monkeypatch):
        read = making.of_span

        def late(*span):
            sums = read(*span)
            monkeypatch.setattr(making, "of_span", read)
            assert making.step()
            return sums

        monkeypatch.setattr(making, "of_span", late)
        roll_up()
        assert [] == told_wrong()

    def test_leaves_the_last_hour_to_the_rows(self, user):
        control.cancel(new_job(user.pk).pk)
        roll_up()
        assert now() - timedelta(hours=2) < RollUpProgress.now().through <= now() - MARGIN
        assert not WorkRollUp.objects.exists()

    def test_of_nothing_does_nothing(self):
        assert (0, 0) == (roll_up(), RollUpProgress.objects.count())

    def test_sums_times_by_days_of_utc(self, busy):
        roll_up()
        days = TimingRollUp.objects.filter(whose=EVERYBODY, span="run").values_list("at", "jobs")
        assert (datetime(2026, 3, 4, tzinfo=UTC), 1) in list(days)


class TestDay:
    """Of something that was rolled up and changed since."""

    @pytest.fixture(autouse=True)
    def rolled_up(self, busy):
        roll_up()
        assert [] == told_wrong()

    def changed(self, busy, asked: Asked, metric: str) -> dict:
        """What the metric tells once the days were made again."""
        assert roll_up() > 0
        assert [] == told_wrong()
        return measure(busy, metric, asked)

    def test_is_made_again_when_a_job_is_retried(self, busy, long):
        control.retry(Job.objects.get(owner=busy, outcome="failed").pk)
        found = self.changed(busy, long, "summary")
        assert (3, 0) == (found["ended"], found["ended_by_outcome"]["failed"])
        # What it cost is not in vain any more; what was cut off is.
        assert "0" == measure(busy, "costs", long)["in_vain_usd"]

    def test_is_made_again_when_a_job_is_reopened(self, busy, long):
        task = Job.objects.get(owner=busy, kind="manual")
        control.reopen(task.pk)
        assert 0.0 == self.changed(busy, long, "summary")["people_minutes"]

    def test_is_made_again_when_a_job_is_deleted(self, busy, long, card):
        delete(card.pk)
        found = self.changed(busy, long, "summary")
        assert (4, 3, "3") == (found["created"], found["ended"], found["cost"]["cost_usd"])

    def test_is_made_again_when_time_is_corrected(self, busy, long):
        task = Job.objects.get(owner=busy, kind="manual")
        (entry,) = task.time_entries.all()
        time_entries.correct_entry(task.pk, entry.pk, busy.pk, {"stopped_at": entry.started_at + timedelta(hours=1)})
        assert 60.0 == self.changed(busy, long, "summary")["people_minutes"]

    def test_is_made_again_when_the_priority_of_a_live_job_changes(self, busy, long):
        amend(Job.objects.get(owner=busy, status="held").pk, {"priority": "urgent"})
        assert 1 == self.changed(busy, long, "summary")["created_by_priority"]["urgent"]

    def test_is_made_again_when_a_call_is_in_vain_later(self, busy, long):
        held = Job.objects.get(owner=busy, status="held")
        called(held, 3_000_000_000)
        StaleDay.objects.create(whose=busy.pk, day=held.created_at.date(), due_at=now())
        assert "1" == self.changed(busy, long, "costs")["in_vain_usd"]
        Job.objects.filter(pk=held.pk).update(
            status="failed", outcome="failed", held_reason=None, finished_at=RollUpProgress.now().through
        )
        RollUpProgress.objects.update(through=RollUpProgress.now().through - timedelta(minutes=15))
        Job.objects.filter(pk=held.pk).update(finished_at=RollUpProgress.now().through)
        assert "4" == self.changed(busy, long, "costs")["in_vain_usd"]

    def test_waits_for_calls_that_are_open(self, busy):
        held = Job.objects.get(owner=busy, status="held")
        entry = called(held, None, state="reserved", estimate_nano=5)
        StaleDay.objects.create(whose=busy.pk, day=held.created_at.date(), due_at=now())
        roll_up()
        (mark,) = StaleDay.objects.all()
        assert (held.created_at.date(), True) == (mark.day, mark.due_at > now())
        LedgerEntry.objects.filter(pk=entry.pk).update(state="settled", cost_nano=5)
        StaleDay.objects.update(due_at=now())
        roll_up()
        assert [] == told_wrong()
        assert 1 == CallRollUp.objects.get(whose=busy.pk, at=held.created_at).calls

    def test_is_not_marked_for_what_is_not_rolled_up_yet(self, busy):
        control.retry(control.cancel(new_job(busy.pk).pk).pk)
        assert not StaleDay.objects.exists()

    def test_keeps_a_mark_that_came_while_it_was_made(self, busy, card, monkeypatch):
        read = making.of_span

        def meanwhile(*span):
            sums = read(*span)
            monkeypatch.setattr(making, "of_span", read)
            delete(card.pk)
            return sums

        monkeypatch.setattr(making, "of_span", meanwhile)
        StaleDay.objects.create(whose=busy.pk, day=card.finished_at.date(), due_at=now())
        roll_up()
        assert [] == told_wrong()
