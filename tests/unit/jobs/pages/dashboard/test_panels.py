"""What a metric tells, as a panel."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from jobs.pages.dashboard.panels.costs import costs
from jobs.pages.dashboard.panels.estimates import estimates
from jobs.pages.dashboard.panels.pace import pace
from jobs.pages.dashboard.panels.queue import keeping_up
from jobs.pages.dashboard.panels.spent_time import spent_time
from jobs.pages.dashboard.panels.weeks import weeks
from jobs.selectors.metrics.period import Period

PERIOD = Period(date(2026, 3, 2), date(2026, 3, 4), ZoneInfo("UTC"))


def spend(cost: str = "0", simulated: str = "0", **names: str) -> dict[str, Any]:
    return names | {
        "calls": 1, "unpriced_calls": 0, "tokens": 15, "cost_usd": cost, "simulated_cost_usd": simulated,
        "abandoned_calls": 0, "abandoned_estimate_usd": "0",
    }  # fmt: skip


def spending(**changes: Any) -> dict[str, Any]:
    found = spend("3", "0.5") | {
        "in_vain_usd": "0", "wasted_usd": "0", "waste_rate": 0.0, "meaning": "It cost.",
        "by_model": [spend("3", provider="openai", model="large"), spend("0", "0.5", provider="offline", model="none")],
        "by_kind": [spend("3", "0.5", kind="count")],
        "by_day": [spend("1", day="2026-03-02"), spend("2", "0.5", day="2026-03-04")],
    }  # fmt: skip
    return found | changes


def told(found: dict[str, Any]):
    return costs(found, PERIOD, str.upper)


class TestCosts:
    def test_are_drawn_by_day_model_and_kind_with_the_dearest_marked(self):
        days, models, kinds = told(spending()).charts[:3]
        assert "$2.00 on 4 Mar" == days.answer.text
        assert ["2 Mar: $1.00", "3 Mar: $0", "4 Mar: $2.00"] == [column.said for column in days.columns]
        assert ["large"] == [bar.name for bar in models.bars]
        assert ["COUNT"] == [bar.name for bar in kinds.bars]

    def test_keep_what_is_simulated_apart(self):
        days, models, _ = told(spending()).charts[3:]
        assert ("Simulated by day", "simulated", "$0.50 on 4 Mar") == (days.title, days.tone, days.answer.text)
        assert [("none", "$0.50")] == [(bar.name, bar.figure) for bar in models.bars]

    def test_are_drawn_of_simulated_calls_alone_where_nothing_was_paid(self):
        nothing = [spend("0", "0.5", provider="offline", model="none")]
        answer = told(spending(cost_usd="0", by_model=nothing, by_kind=[], by_day=[]))
        assert ["Simulated by day", "Simulated by model", "Simulated by kind of work"] == [
            chart.title for chart in answer.charts
        ]

    def test_have_an_axis_whose_steps_can_be_told_apart(self):
        little = [spend("0.019", day="2026-03-02")]
        assert ["$0", "$0.005", "$0.01", "$0.015", "$0.02"] == [
            tick.text for tick in told(spending(by_day=little)).charts[0].ticks
        ]

    def test_set_waste_apart(self):
        answer = told(spending(in_vain_usd="1", wasted_usd="1.5", abandoned_estimate_usd="0.5", waste_rate=0.4286))
        assert [("spent", "$2.00"), ("failed", "$1.00"), ("cut", "$0.50")] == [
            (share.tone, share.figure) for share in answer.charts[0].shares
        ]
        assert ("In vain, 43 %", "$1.50", "failed") == (
            answer.figures[1].label, answer.figures[1].value, answer.figures[1].tone,
        )  # fmt: skip

    def test_say_what_will_be_here_before_any_call(self):
        answer = told(spending(cost_usd="0", simulated_cost_usd="0", by_model=[], by_kind=[], by_day=[]))
        assert ((), (), True) == (answer.charts, answer.tables, bool(answer.nothing))


class TestPace:
    def trends(self, completed: list[int], averages: list[float | None]) -> dict[str, Any]:
        days = [
            {
                "day": f"2026-03-{number:02}",
                "created": 1,
                "completed": done,
                "people_minutes": 0.0,
                "completed_average": mean,
            }
            for number, (done, mean) in enumerate(zip(completed, averages, strict=True), start=1)
        ]
        return {"window_days": 7, "days": days, "completed": sum(completed), "meaning": "It rises."}

    def test_ends_with_the_last_average(self):
        [chart] = pace(self.trends([1, 4, 2], [None, 2.5, 3.0])).charts
        assert "3 a day at last" == chart.answer.text

    def test_draws_nothing_of_nothing(self):
        answer = pace(self.trends([0, 0], [None, None]))
        assert ((), True) == (answer.charts, bool(answer.nothing))


class TestWeeks:
    def test_mark_the_best_and_leave_a_gap_for_an_empty_one(self):
        names = ("days", "created", "completed", "unsuccessful", "cancelled", "due", "on_time", "people_minutes")
        rows = [
            {"week": f"2026-03-{day:02}", "score": score} | dict.fromkeys(names, 1)
            for day, score in ((2, 40), (9, None), (16, 80))
        ]
        answer = weeks({"weeks": rows, "weights": {"keeping_up": 50, "success": 30}, "meaning": "Well."})
        [chart] = answer.charts
        assert ["2 Mar: 40", "16 Mar: 80"] == [column.said for column in chart.columns]
        assert "80 of 100" == chart.answer.text
        assert "keeping up 50, success 30" in answer.tables[0].caption
        assert "-" == answer.tables[0].rows[1][2]


class TestSpentTime:
    def row(self, category: str, people: float, machines: float) -> dict[str, Any]:
        names = (
            "ended",
            "completed",
            "unsuccessful",
            "success_rate",
            "estimated_minutes",
            "actual_minutes",
            "efficiency",
        )
        return dict.fromkeys(names, 1) | {
            "category": category, "people_minutes": people, "machine_minutes": machines,
        }  # fmt: skip

    def test_puts_the_category_first_that_took_the_most(self):
        found = [self.row("cards", 0.0, 30.0), self.row("", 60.0, 30.0), self.row("idle", 0.0, 0.0)]
        answer = spent_time({"categories": found, "more": False, "meaning": "Most."})
        assert [("no category", "1.5 h", True), ("cards", "30 min", False)] == [
            (bar.name, bar.figure, bar.is_answer) for bar in answer.charts[0].bars
        ]
        assert "75 % of the time went to no category. Most." == answer.meaning
        assert 3 == len(answer.tables[0].rows)


class TestEstimates:
    def found(self, *counts: int) -> dict[str, Any]:
        words = ("less_than_half", "half_to_0.8", "0.8_to_1.2", "1.2_to_double", "double_and_more")
        rows = [{"bucket": word, "jobs": jobs} for word, jobs in zip(words, counts, strict=True)]
        return {
            "compared": sum(counts), "estimated_minutes": 60.0, "actual_minutes": 75.0, "bias": 0.25, "accuracy": 0.5,
            "distribution": rows, "meaning": "Longer.",
        }  # fmt: skip

    def test_mark_what_was_about_right(self):
        answer = estimates(self.found(1, 2, 3, 4, 5))
        assert "3 about right" == answer.charts[0].answer.text
        assert "+25 %" == answer.figures[2].value
        assert 5 == len(answer.charts[0].names)

    def test_say_what_to_do_without_any(self):
        answer = estimates(self.found(0, 0, 0, 0, 0) | {"bias": None, "accuracy": None})
        assert ((), (), True) == (answer.charts, answer.figures, bool(answer.nothing))


class TestQueue:
    def test_counts_what_went_wrong_in_colour_only_when_it_did(self):
        spans = {"p50": 1.0, "p90": 2.0, "p99": 3.0}
        depth = {"processing": 1, "oldest_pending_at": None}
        calm = {
            "wait_seconds": spans, "run_seconds": spans, "ended_per_day": 2.5, "retried": 0, "retry_rate": 0.0,
            "ended": 5, "failures": 0, "workers_lost": 0, "depth": depth, "meaning": "Well.",
        }  # fmt: skip
        assert {"quiet"} == {figure.tone for figure in keeping_up(calm).figures}
        rough = keeping_up(calm | {"retried": 1, "retry_rate": 0.2, "workers_lost": 1})
        assert ["quiet", "quiet", "waiting", "failed"] == [figure.tone for figure in rough.figures]
