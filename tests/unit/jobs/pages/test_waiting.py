"""How long a running job still takes."""

from datetime import UTC, datetime, timedelta

import pytest

from jobs.models import Job
from jobs.pages.waiting import seconds_left
from jobs.states import Status

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class TestSecondsLeft:
    def test_goes_by_the_pace_so_far(self) -> None:
        job = Job(status=Status.PROCESSING, progress=25)
        assert seconds_left(job, NOW - timedelta(seconds=10), NOW) == 30

    @pytest.mark.parametrize("progress", [0, 9, 100])
    def test_does_not_guess(self, progress) -> None:
        assert seconds_left(Job(status=Status.PROCESSING, progress=progress), NOW, NOW) is None
