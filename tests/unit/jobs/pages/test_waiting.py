"""Why a job waits, in a sentence."""

from datetime import UTC, datetime, timedelta

import pytest

from jobs.models import Job
from jobs.pages.waiting import seconds_left, why_waiting
from jobs.selectors.depth import Depth
from jobs.states import FINAL, HeldReason, Status

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def queue(waiting: int = 1, **workers: int) -> Depth:
    return Depth(waiting=waiting, scheduled=0, running=0, workers=workers)


class TestWhyWaiting:
    @pytest.mark.parametrize(
        ("depth", "words"),
        [
            (queue(), "none is running"),
            (queue(running=1), "Waits for a free worker."),
            (queue(waiting=2, running=1), "with 1 other."),
            (queue(waiting=9, running=1), "with 8 others."),
        ],
    )
    def test_says_what_a_pending_job_waits_for(self, depth, words) -> None:
        waiting = why_waiting(Job(status=Status.PENDING), depth)
        assert waiting is not None
        assert words in waiting.text

    def test_names_the_moment_of_the_next_attempt(self) -> None:
        waiting = why_waiting(Job(status=Status.SCHEDULED, failures=1, wake_at=NOW), queue())
        assert waiting is not None
        assert ("The next attempt starts", NOW) == (waiting.text, waiting.at)

    def test_counts_the_jobs_a_blocked_one_waits_for(self) -> None:
        waiting = why_waiting(Job(status=Status.BLOCKED, open_edges=2), queue())
        assert waiting is not None
        assert "2 other jobs" in waiting.text

    @pytest.mark.parametrize("reason", HeldReason)
    def test_knows_every_reason_to_hold(self, reason) -> None:
        waiting = why_waiting(Job(status=Status.HELD, held_reason=reason), queue())
        assert waiting is not None
        assert waiting.text.startswith("Held")

    def test_tells_that_a_running_job_was_asked_to_stop(self) -> None:
        asked = Job(status=Status.PROCESSING, cancel_requested_at=NOW)
        paused = Job(status=Status.PROCESSING, hold_requested=HeldReason.PERSON)
        assert ["Asked to stop", "Asked to pause"] == [
            waiting.text.partition(":")[0] for job in (asked, paused) if (waiting := why_waiting(job, queue()))
        ]

    @pytest.mark.parametrize("status", [Status.PROCESSING, *sorted(FINAL)])
    def test_is_silent_otherwise(self, status) -> None:
        assert why_waiting(Job(status=status), queue()) is None


class TestSecondsLeft:
    def test_goes_by_the_pace_so_far(self) -> None:
        job = Job(status=Status.PROCESSING, progress=25)
        assert seconds_left(job, NOW - timedelta(seconds=10), NOW) == 30

    @pytest.mark.parametrize("progress", [0, 9, 100])
    def test_does_not_guess(self, progress) -> None:
        assert seconds_left(Job(status=Status.PROCESSING, progress=progress), NOW, NOW) is None
