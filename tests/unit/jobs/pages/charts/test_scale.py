"""Axes end at round numbers that hold what is shown."""

import pytest

from jobs.pages.charts.scale import LADDER, linear, logarithmic


class TestLinear:
    @pytest.mark.parametrize(
        ("highest", "ticks"),
        [
            (100, (0, 50, 100)),
            (7, (0, 2, 4, 6, 8)),
            (4, (0, 1, 2, 3, 4)),
            (41, (0, 20, 40, 60)),
            (0.003, (0, 0.001, 0.002, 0.003)),
            (0, (0, 1)),
        ],
    )
    def test_takes_steps_of_one_two_or_five(self, highest, ticks) -> None:
        assert ticks == linear(highest).ticks

    def test_counts_in_whole_steps(self) -> None:
        assert (0, 1, 2) == linear(2, finest=1).ticks
        assert (0, 1) == linear(0, finest=1).ticks

    @pytest.mark.parametrize("highest", [0.0001, 0.3, 1, 3, 9.9, 10, 99, 101, 12_345, 7e8])
    def test_holds_the_highest_in_few_steps_and_little_room_above(self, highest) -> None:
        ticks = linear(highest).ticks
        assert highest <= ticks[-1] * (1 + 1e-9) < highest + 2 * ticks[1]
        assert len(ticks) <= 5

    def test_places_values_between_foot_and_top(self) -> None:
        scale = linear(100)
        assert [0, 0.25, 1, 1, 0] == [scale.share(value) for value in (0, 25, 100, 130, -5)]


class TestLogarithmic:
    def test_takes_the_spans_that_hold_all(self) -> None:
        assert (1, 10, 60, 600) == logarithmic([2, 300]).ticks

    @pytest.mark.parametrize("seconds", [0, 0.001, 1, 60, 8_640_000, 1e9])
    def test_has_two_ticks_at_least(self, seconds) -> None:
        ticks = logarithmic([seconds]).ticks
        assert len(ticks) >= 2
        assert set(ticks) <= set(LADDER)

    def test_places_each_tenfold_as_far_from_the_one_before(self) -> None:
        scale = logarithmic([0.01, 10])
        assert [0, 1 / 3, 2 / 3, 1] == pytest.approx([scale.share(value) for value in (0.01, 0.1, 1, 10)])
        assert 0 == scale.share(0)
