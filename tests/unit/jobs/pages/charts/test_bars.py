"""Bars that lie, the shares of a whole, and percentiles."""

from jobs.pages.charts.bars import THINNEST, Row, bars, parts
from jobs.pages.charts.percentiles import percentiles
from jobs.pages.charts.shares import Share, shares
from jobs.pages.charts.table import table


class TestBars:
    def test_are_as_long_as_their_share_of_the_longest(self):
        chart = bars("time", [Row("a", "1", [("people", 1.0)]), Row("b", "4", [("people", 3.0), ("machines", 1.0)])])
        assert [[(0, 25)], [(0, 75), (75, 25)]] == [[(part.x, part.width) for part in bar.parts] for bar in chart.bars]
        assert [False, True] == [bar.is_answer for bar in chart.bars]

    def test_have_no_answer_where_all_is_nothing(self):
        [bar] = bars("time", [Row("a", "0", [("people", 0.0)])]).bars
        assert ((), False) == (bar.parts, bar.is_answer)

    def test_show_what_is_hardly_there_within_the_width(self):
        long, short = parts([("people", 1e9), ("machines", 1.0)], 1e9 + 1)
        assert THINNEST == short.width
        assert short.x + short.width <= 100 <= long.width + short.width


class TestShares:
    def test_fill_the_bar_and_name_what_is_nothing_too(self):
        chart = shares(
            "jobs", [Share("completed", "completed", 3, "3"), Share("failed", "failed", 0, "0")], answer="completed"
        )
        assert [(0, 100, "completed")] == [(part.x, part.width, part.tone) for part in chart.parts]
        assert ["3", "0"] == [share.figure for share in chart.shares]


class TestPercentiles:
    def test_stand_on_a_scale_that_holds_all_of_them(self):
        chart = percentiles(
            "spans",
            [("Waited", {"p50": 1.0, "p90": 10.0, "p99": 60.0}), ("Ran", {"p50": 60.0, "p90": 60.0, "p99": 600.0})],
        )
        waited, ran = chart.spreads
        assert (0, 100) == (waited.dots[0].x, ran.dots[-1].x)
        assert ran.dots[0].x == ran.dots[1].x == waited.dots[2].x
        assert ["1 s", "10 s", "1 min", "10 min"] == [name.text for name in chart.names]
        assert "half within 1 s, nine of ten within 10 s, 99 of 100 within 1 min" == waited.sentence

    def test_leave_out_what_nobody_knows(self):
        unknown = {"p50": None, "p90": None, "p99": None}
        chart = percentiles("spans", [("Waited", unknown), ("Ran", {"p50": 0.0, "p90": 2.0, "p99": 2.0})])
        assert ["Ran"] == [spread.name for spread in chart.spreads]
        assert percentiles("spans", [("Waited", unknown)]) is None


class TestTable:
    def test_writes_each_cell_as_people_read_it(self):
        assert (("a", "12,400", "0.5", "-", "3"),) == table("t", ["n"], [("a", 12_400, 0.5, None, 3.0)]).rows
