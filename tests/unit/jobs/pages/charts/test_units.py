"""Figures are short and have their unit."""

import pytest

from jobs.pages.charts import units


class TestUnits:
    @pytest.mark.parametrize(
        ("value", "text"),
        [(0, "0"), (2.0, "2"), (2.25, "2.2"), (2.04, "2"), (9.94, "9.9"), (9.97, "10"), (12_400, "12,400")],
    )
    def test_write_numbers_with_a_decimal_where_it_tells_something(self, value, text) -> None:
        assert text == units.number(value)

    @pytest.mark.parametrize(("value", "text"), [(7, "7"), (999, "999"), (1_000, "1k"), (12_400, "12.4k"), (2e6, "2M")])
    def test_shorten_large_numbers_on_axes(self, value, text) -> None:
        assert text == units.short(value)

    @pytest.mark.parametrize(
        ("seconds", "text"),
        [
            (0, "0 s"),
            (0.0004, "0.4 ms"),
            (0.34, "340 ms"),
            (1.5, "1.5 s"),
            (90, "1.5 min"),
            (7_200, "2 h"),
            (1e6, "12 d"),
        ],
    )
    def test_write_spans_in_their_largest_unit(self, seconds, text) -> None:
        assert text == units.span(seconds)

    @pytest.mark.parametrize(
        ("value", "text"), [("0", "$0"), ("3", "$3.00"), (0.0004, "$0.0004"), ("1234.5", "$1,234.50")]
    )
    def test_write_money_as_all_pages_do(self, value, text) -> None:
        assert text == units.dollars(value)

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (0, "$0"),
            (5.0, "$5"),
            (1.5, "$1.50"),
            (0.015, "$0.015"),
            (0.0004, "$0.0004"),
            (0.3, "$0.30"),
            (2500, "$2.5k"),
        ],
    )
    def test_write_steps_of_less_than_a_cent_apart(self, value, text) -> None:
        assert text == units.price(value)

    @pytest.mark.parametrize(("value", "text"), [(0, "0 min"), (9.5, "9.5 min"), (90, "1.5 h"), (6_000, "100 h")])
    def test_write_time_that_was_spent_in_hours_at_most(self, value, text) -> None:
        assert text == units.minutes(value)

    @pytest.mark.parametrize(("share", "text"), [(None, "-"), (0.0, "0 %"), (0.6667, "67 %"), (1.0, "100 %")])
    def test_write_a_share_of_nothing_as_a_dash(self, share, text) -> None:
        assert text == units.percent(share)
