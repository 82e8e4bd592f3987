"""How long a job waits after a failure."""

import random

import pytest

from jobs.queue.backoff import backoff_seconds


class TestBackoff:
    @pytest.mark.parametrize(("failures", "ceiling"), [(1, 4), (2, 8), (5, 64), (9, 600), (1000, 600)])
    def test_doubles_up_to_its_cap(self, failures, ceiling):
        assert (0, ceiling / 2) == (backoff_seconds(failures, 0.0), backoff_seconds(failures, 0.5))

    def test_is_spread_evenly_over_the_whole_range(self):
        random.seed(7)
        drawn = [backoff_seconds(3) for _ in range(4000)]
        quarters = [sum(low <= wait < low + 4 for wait in drawn) for low in (0, 4, 8, 12)]
        assert 4000 == sum(quarters)
        assert all(900 < count < 1100 for count in quarters)
