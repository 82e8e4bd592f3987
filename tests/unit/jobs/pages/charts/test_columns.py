"""Columns, and a line over them."""

import pytest

from jobs.pages.charts.axis import named
from jobs.pages.charts.columns import HEIGHT, TOP, Columns, Over, columns
from jobs.pages.charts.units import number

FOOT = TOP + HEIGHT


def drawn(values, **options) -> Columns:
    names = [f"day {place}" for place, _ in enumerate(values)]
    return columns(values, names, unit="jobs a day", text=number, finest=1, **options)


class TestColumns:
    def test_stand_on_the_foot_as_high_as_their_values(self):
        half, whole = drawn([2.0, 4.0]).columns
        assert (FOOT - HEIGHT / 2, HEIGHT / 2) == (half.y, half.height)
        assert (TOP, HEIGHT) == (whole.y, whole.height)

    def test_share_the_width_and_leave_room_between(self):
        found = drawn([1.0] * 10).columns
        assert [(10.0 * place, 10.0) for place in range(10)] == [column.room for column in found]
        assert all(column.room[0] < column.x and column.x + column.width < sum(column.room) for column in found)

    def test_are_no_wider_for_being_few(self):
        [column] = drawn([1.0]).columns
        assert (43.0, 14.0) == (column.x, column.width)

    def test_leave_a_gap_where_nothing_is_known_and_stand_flat_for_nothing(self):
        found = drawn([1.0, None, 0.0]).columns
        assert ["day 0: 1", "day 2: 0"] == [column.said for column in found]
        assert 0 == found[1].height

    def test_mark_the_answer_and_say_it_above(self):
        chart = drawn([1.0, 4.0, 2.0], answer=1, said="4 on day 1")
        assert [False, True, False] == [column.is_answer for column in chart.columns]
        assert ("4 on day 1", 50.0, TOP - 6, "middle") == (
            chart.answer.text, chart.answer.x, chart.answer.y, chart.answer.anchor,
        )  # fmt: skip

    @pytest.mark.parametrize(("answer", "anchor"), [(0, "start"), (9, "end")])
    def test_say_it_inside_at_the_edges(self, answer, anchor):
        assert anchor == drawn([1.0] * 10, answer=answer, said="1").answer.anchor

    def test_have_lines_with_figures_from_the_foot_up(self):
        assert [(FOOT, "0"), (TOP, "1")] == [(tick.place, tick.text) for tick in drawn([1.0]).ticks]

    def test_leave_the_axis_as_much_room_as_its_figures_take(self):
        assert drawn([1.0]).gutter < drawn([100_000.0]).gutter

    def test_name_some_places_with_the_first_and_the_last(self):
        chart = drawn([1.0] * 28)
        assert ["day 0", "day 9", "day 18", "day 27"] == [name.text for name in chart.names]
        assert ["start", "middle", "middle", "end"] == [name.anchor for name in chart.names]

    def test_stand_up_to_a_top_of_their_own(self):
        assert ["0", "50", "100"] == [tick.text for tick in drawn([3.0], top=100.0).ticks]

    def test_are_none_for_no_values(self):
        chart = drawn([])
        assert ((), (), None) == (chart.columns, chart.names, chart.answer)


class TestLine:
    def test_goes_through_the_middle_of_each_column_and_ends_with_what_is_said(self):
        chart = drawn([4.0, 4.0], over=Over("mean", [2.0, 4.0], "4 at last"))
        assert (f"250.0,{FOOT - HEIGHT / 2} 750.0,{TOP:.1f}",) == chart.line.pieces
        assert (75.0, TOP) == chart.line.end
        assert ("4 at last", 75.0) == (chart.answer.text, chart.answer.x)

    def test_says_its_end_above_the_columns_that_stand_near(self):
        over = Over("mean", [None, None, None, 1.0], "1 at last")
        low, high = (drawn([4.0, 0.0, near, 0.0], over=over) for near in (0.0, 4.0))
        assert (low.line.end[1] - 10, TOP - 6) == (low.answer.y, high.answer.y)

    def test_has_gaps_and_shows_a_value_that_stands_alone(self):
        line = drawn([1.0] * 5, over=Over("mean", [None, 1.0, None, 1.0, 1.0], "")).line
        assert ["300.0,22.0 300.0,22.0", "700.0,22.0 900.0,22.0"] == list(line.pieces)

    def test_is_within_the_scale_that_it_shares(self):
        assert "8" == drawn([1.0], over=Over("mean", [8.0], "")).ticks[-1].text

    def test_has_no_end_without_values(self):
        chart = drawn([1.0], over=Over("mean", [None], ""))
        assert (None, None) == (chart.line.end, chart.answer)


class TestNamed:
    @pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 28, 366])
    def test_are_few_and_hold_both_ends(self, count):
        places = named(count, 4)
        assert len(places) == min(count, 4) == len(set(places))
        assert not count or {0, count - 1} <= set(places)
