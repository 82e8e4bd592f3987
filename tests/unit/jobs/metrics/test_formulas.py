"""The formulas of the metrics, by examples worked by hand; docs/explanation/metrics.md has the same ones."""

from __future__ import annotations

import pytest

from jobs.selectors.metrics import formulas


class TestScore:
    @pytest.mark.parametrize(
        ("counts", "expected"),
        [
            # 50 x 8/10 + 30 x 8/(8+2) + 20 x 3/4 = 40 + 24 + 15
            ({"created": 10, "completed": 8, "unsuccessful": 2, "due": 4, "on_time": 3}, 79),
            # Without due times: (50 x 0.8 + 30 x 0.8) / 80
            ({"created": 10, "completed": 8, "unsuccessful": 2, "due": 0, "on_time": 0}, 80),
            # More done than came is no more than keeping up: (50 x 1 + 30 x 1) / 80
            ({"created": 2, "completed": 6, "unsuccessful": 0, "due": 0, "on_time": 0}, 100),
            # Only failures: (50 x 0/4 + 30 x 0/3) / 80
            ({"created": 4, "completed": 0, "unsuccessful": 3, "due": 0, "on_time": 0}, 0),
            # Things came, nothing ended: 50 x 0/4 / 50
            ({"created": 4, "completed": 0, "unsuccessful": 0, "due": 0, "on_time": 0}, 0),
            # Nothing came, what was there was done late: (50 x 1 + 30 x 1 + 20 x 0/1) / 100
            ({"created": 0, "completed": 1, "unsuccessful": 0, "due": 1, "on_time": 0}, 80),
            ({"created": 0, "completed": 0, "unsuccessful": 0, "due": 0, "on_time": 0}, None),
        ],
    )
    def test_is_the_weighted_mean_of_what_the_week_has(self, counts, expected):
        assert expected == formulas.score(**counts)

    def test_has_weights_that_make_a_hundred(self):
        assert 100 == formulas.KEEPING_UP + formulas.SUCCESS + formulas.PUNCTUALITY

    @pytest.mark.parametrize(("value", "expected"), [(0.5, 1), (62.5, 63), (62.4999, 62), (0.0, 0)])
    def test_rounds_a_half_up(self, value, expected):
        assert expected == formulas.half_up(value)


class TestBias:
    # 60 + 30 minutes estimated, 75 + 30 taken: 15 of 90 longer.
    @pytest.mark.parametrize(("estimated", "actual", "expected"), [(90, 105, 0.1667), (60, 45, -0.25), (0, 5, None)])
    def test_is_the_share_of_the_estimates(self, estimated, actual, expected):
        assert expected == formulas.bias(estimated, actual)


class TestMovingAverage:
    def test_waits_for_a_whole_window(self):
        assert [None, None, 2.0, 3.0, 4.6667] == formulas.moving_average([1, 2, 3, 4, 7], 3)

    def test_of_too_few_is_nothing(self):
        assert [None, None] == formulas.moving_average([1, 2], 7)


class TestSlope:
    # 1, 3, 2: the middle is 1, the mean 2; (-1 x -1 + 0 + 1 x 0) / 2
    @pytest.mark.parametrize(
        ("values", "expected"), [([1, 3, 2], 0.5), ([5, 5, 5], 0.0), ([4, 3, 2, 1], -1.0), ([7], None), ([], None)]
    )
    def test_is_that_of_least_squares(self, values, expected):
        assert expected == formulas.slope(values)


class TestRank:
    # Of ten values the ninth is the 90th percentile, of eleven the tenth.
    @pytest.mark.parametrize(
        ("count", "percent", "expected"), [(10, 50, 4), (10, 90, 8), (11, 90, 9), (1, 99, 0), (200, 99, 197)]
    )
    def test_is_the_nearest_one(self, count, percent, expected):
        assert expected == formulas.rank(count, percent)


class TestShare:
    def test_of_nothing_is_none(self):
        assert (None, 0.3333) == (formulas.share(1, 0), formulas.share(1, 3))
