"""What jobs add up to, by days worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from jobs.models import TimeEntry
from jobs.queue.clock import now
from jobs.services.metrics import METRICS, Asked, measure
from tests.support.history import at, called, past_job, ran, worked
from tests.support.queue import new_job
from tests.support.users import make_staff, make_user

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 15)  # a Monday, and the Sunday of the week after


def told(user, metric: str, zone: str = "UTC", first: date = FIRST, last: date = LAST) -> dict[str, Any]:
    return measure(user, metric, Asked(first, last, zone))


def manual(user, created: str, ended: str, minutes: float, **fields: Any) -> None:
    worked(past_job(user, created, ended, kind="manual", **fields), minutes)


@pytest.fixture
def busy(user):
    """In the first week five come, of which four end; in the second one comes, and two end."""
    manual(user, "03-02 09:00", "03-02 10:00", 30, due_at=at("03-03 00:00"), category="writing", estimated_minutes=40)
    manual(user, "03-03 09:00", "03-04 10:00", 90, due_at=at("03-03 12:00"), category="writing", estimated_minutes=60)
    ran(past_job(user, "03-04 09:00", "03-04 09:20", category="cards", estimated_minutes=10, priority="high"), 20)
    failed = past_job(user, "03-05 09:00", "03-05 10:00", "failed", category="cards", failures=2)
    ran(failed, 5)
    late = past_job(user, "03-06 09:00", "03-09 10:00", category="cards")
    past_job(user, "03-10 09:00", "03-10 09:00", "cancelled")
    called(late, 2_000_000_000)
    called(late, None)
    called(failed, 1_000_000_000, model="small")
    called(failed, None, state="abandoned", estimate_nano=500_000_000)
    called(failed, 7_000_000, simulated=True, provider="offline", model="offline")
    # What is not in it: the days beside, other people, parts, and what is not final.
    past_job(user, "03-01 10:00", "03-01 23:59")
    past_job(user, "03-16 00:00", "03-16 00:00")
    past_job(make_user(), "03-03 09:00", "03-03 10:00")
    past_job(user, "03-03 09:00", "03-03 10:00", parent=late)
    return user


class TestTimeForOthers:
    @pytest.fixture
    def helper(self, user, busy):
        """Who has no jobs, and spent 45 minutes on one of `user` in the first week, and 20 after the second."""
        helper = make_user()
        job = past_job(user, "03-05 09:00", "03-06 10:00", kind="manual", assignee=helper)
        for number, began, minutes in ((1, "03-05 09:00", 45), (2, "03-16 09:00", 20)):
            TimeEntry.objects.create(
                job=job, number=number, person=helper, started_at=at(began),
                stopped_at=at(began) + timedelta(minutes=minutes),
            )  # fmt: skip
        return helper

    def test_is_of_who_spent_it(self, helper):
        found = told(helper, "summary")
        assert (45.0, 0.0) == (found["minutes_for_others"], found["people_minutes"])
        assert found["meaning"].endswith("45 min went into jobs of others.")

    def test_is_the_owners_too_whose_own_does_not_count_for_others(self, helper, user):
        found = told(user, "summary")
        assert (0.0, 185.0) == (found["minutes_for_others"], found["people_minutes"])

    def test_of_everybody_stands_among_peoples_minutes(self, helper):
        found = measure(make_staff(), "summary", Asked(FIRST, LAST, "UTC", "all"))
        assert (0.0, 185.0) == (found["minutes_for_others"], found["people_minutes"])


class TestSummary:
    def test_counts_what_came_ended_and_is_left(self, busy):
        new_job(busy.pk, priority="urgent")
        late = new_job(busy.pk, kind="manual", due_at=now() - timedelta(days=1))
        found = told(busy, "summary")
        assert (6, 2, 6) == (found["created"], found["created_for_people"], found["ended"])
        assert {"low": 0, "medium": 5, "high": 1, "urgent": 0} == found["created_by_priority"]
        assert {"completed": 4, "partial_success": 0, "failed": 1, "cancelled": 1} == found["ended_by_outcome"]
        assert (2, 1) == (found["live_by_status"]["pending"], found["overdue"]), late

    def test_tells_rates_times_and_cost(self, busy):
        found = told(busy, "summary")
        assert (0.6667, 2, 1, 0.5) == (found["completion_rate"], found["due"], found["on_time"], found["on_time_rate"])
        assert (120.0, 25.0) == (found["people_minutes"], found["machine_minutes"])
        assert ("3", 4, 1) == tuple(found["cost"][name] for name in ("cost_usd", "calls", "abandoned_calls"))

    def test_says_it_in_words(self, busy):
        assert (
            "4 of 6 that ended were completed (67 %). As much ended as came, or more: 6 came."
            == told(busy, "summary")["meaning"]
        )


class TestCategories:
    def test_tell_volume_success_time_and_efficiency(self, busy):
        cards, writing, none = told(busy, "categories")["categories"]
        assert ("cards", 3, 2, 1, 0.6667) == tuple(
            cards[name] for name in ("category", "ended", "completed", "unsuccessful", "success_rate")
        )
        assert (25.0, 1, 10.0, 20.0, 0.5) == tuple(
            cards[name] for name in ("machine_minutes", "compared", "estimated_minutes", "actual_minutes", "efficiency")
        )
        # 40 + 60 minutes estimated, 30 + 90 taken.
        assert ("writing", 120.0, 0.8333) == (writing["category"], writing["people_minutes"], writing["efficiency"])
        assert ("", 1, None, None) == (none["category"], none["ended"], none["success_rate"], none["efficiency"])

    def test_name_the_largest_and_the_weakest(self, busy):
        meaning = told(busy, "categories")["meaning"]
        assert "Most of the work was in cards: 3 that ended. The lowest rate of success is in cards: 67 %." == meaning


class TestWeekly:
    def test_scores_each_week_by_the_formula(self, busy):
        first, second = told(busy, "weekly")["weeks"]
        assert ("2026-03-02", 5, 3, 1, 2, 1) == tuple(
            first[name] for name in ("week", "created", "completed", "unsuccessful", "due", "on_time")
        )
        # 50 x 3/5 + 30 x 3/4 + 20 x 1/2 = 30 + 22.5 + 10, and a half goes up
        assert 63 == first["score"]
        # one came, the other of these was completed: (50 x 1/1 + 30 x 1/1) / 80
        assert (1, 1, 1, 100) == tuple(second[name] for name in ("created", "completed", "cancelled", "score"))

    def test_tells_the_trend(self, busy):
        found = told(busy, "weekly")
        assert -2.0 == found["completed_per_week_slope"]
        assert "scores 100 of 100" in found["meaning"]
        assert found["meaning"].endswith("Each week about 2.0 fewer are completed than in the one before.")

    def test_begins_weeks_on_monday_and_counts_days_of_the_period_only(self, busy):
        found = told(busy, "weekly", first=date(2026, 3, 4), last=date(2026, 3, 9))
        assert [("2026-03-02", 5), ("2026-03-09", 1)] == [(week["week"], week["days"]) for week in found["weeks"]]


class TestTimeEfficiency:
    def test_compares_estimates_with_what_was_spent(self, busy):
        found = told(busy, "time-efficiency")
        # 40, 60 and 10 minutes estimated, 30, 90 and 20 taken: (140 - 110) / 110
        assert (3, 110.0, 140.0, 0.2727) == tuple(
            found[name] for name in ("compared", "estimated_minutes", "actual_minutes", "bias")
        )
        # off by 1/4, 1/2 and all: (0.75 + 0.5 + 0) / 3
        assert 0.4167 == found["accuracy"]
        assert [0, 1, 0, 1, 1] == [bucket["jobs"] for bucket in found["distribution"]]
        assert (
            "Work takes 27 % longer than estimated, over 3 jobs; a single estimate is right to 42 % on average."
            == found["meaning"]
        )


class TestProductivityTrends:
    def test_tell_each_day_and_the_average_of_a_week(self, busy):
        found = told(busy, "productivity-trends")
        assert [1, 0, 2, 0, 0, 0, 0, 1] == [day["completed"] for day in found["days"]][:8]
        assert [None] * 6 + [0.4286, 0.4286] == [day["completed_average"] for day in found["days"]][:8]
        assert (14, 4, 0.2857) == (len(found["days"]), found["completed"], found["completed_per_day"])
        assert found["slope"] < 0
        assert "falls by about" in found["meaning"]


class TestCosts:
    def test_tell_spend_and_waste(self, busy):
        found = told(busy, "costs")
        assert ("3", 1, "0.007") == (found["cost_usd"], found["unpriced_calls"], found["simulated_cost_usd"])
        # the failed job's call, and the estimate of the one cut off: 1 + 0.5 of 3 + 0.5
        assert ("1", "1.5", 0.4286) == (found["in_vain_usd"], found["wasted_usd"], found["waste_rate"])
        assert [("large", "2"), ("small", "1"), ("offline", "0")] == [
            (row["model"], row["cost_usd"]) for row in found["by_model"]
        ]
        assert [("2026-03-05", "1"), ("2026-03-06", "2")] == [(row["day"], row["cost_usd"]) for row in found["by_day"]]
        assert [("count", "3")] == [(row["kind"], row["cost_usd"]) for row in found["by_kind"]]
        assert found["meaning"].startswith("4 calls cost $3.00; $1.50 (43 %) was in vain.")


class TestQueue:
    def test_tells_percentiles_throughput_and_retries(self, user):
        for minute in range(10):
            begun = at("03-03 09:00") + timedelta(seconds=10 * (minute + 1))
            past_job(user, "03-03 09:00", "03-03 10:00", started_at=begun, failures=int(minute < 2))
        past_job(user, "03-03 08:00", "03-03 10:00", run_at=at("03-03 09:00"), started_at=at("03-03 09:00"))
        manual(user, "03-03 09:00", "03-05 10:00", 1)
        new_job(user.pk)
        found = told(user, "queue")
        assert {"p50": 50.0, "p90": 90.0, "p99": 100.0} == found["wait_seconds"]
        assert {"p50": 3550.0, "p90": 3590.0, "p99": 3600.0} == found["run_seconds"]
        assert (11, 11, 0.7857, 2, 0.1818) == tuple(
            found[name] for name in ("ended", "begun", "ended_per_day", "retried", "retry_rate")
        )
        assert (1, True) == (found["depth"]["pending"], found["depth"]["oldest_pending_at"].endswith("Z"))
        assert "Half of the jobs began within 50 s" in found["meaning"]


class TestZone:
    def test_decides_which_day_it_is(self, user):
        past_job(user, "03-01 23:30", "03-01 23:30")
        assert 0 == told(user, "summary")["ended"]
        assert (1, 1) == tuple(told(user, "summary", "Europe/Paris")[name] for name in ("created", "ended"))
        first = told(user, "productivity-trends", "Europe/Paris")["days"][0]
        assert ("2026-03-02", 1) == (first["day"], first["completed"])


class TestEverything:
    @pytest.mark.parametrize("metric", METRICS)
    def test_of_nothing_is_told_without_a_fault(self, user, metric):
        assert told(user, metric)["meaning"].startswith(("No", "Nothing"))
