"""A job's story, from its attempts and step events."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from jobs.events import step_failed, step_finished, step_reused, step_started
from jobs.models import Attempt, JobLog
from jobs.pages.timeline import THINNEST, label, timeline

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
JOB = UUID(int=1)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def attempt(number: int, begins: float, ends: float | None, outcome: str | None = None) -> Attempt:
    finished = None if ends is None else at(ends)
    return Attempt(job_id=JOB, number=number, started_at=at(begins), finished_at=finished, outcome=outcome)


def rows(*facts) -> list[JobLog]:
    return [
        JobLog(job_id=JOB, seq=seq, type=fact.type, data=fact.data, at=at(seconds))
        for seq, (seconds, fact) in enumerate(facts, start=1)
    ]


class TestTimeline:
    def test_places_steps_over_the_attempts_time(self) -> None:
        events = rows(
            (0, step_started("analyse", 1)),
            (4, step_finished("analyse", 1, 4)),
            (4, step_started("outline", 1)),
            (10, step_finished("outline", 1, 6)),
        )
        [story] = timeline([attempt(1, 0, 10, "completed")], events, at(60))
        assert [("Analyse", 0, 40, 4), ("Outline", 40, 60, 6)] == [
            (step.label, step.offset, step.width, step.seconds) for step in story.steps
        ]
        assert 10 == story.seconds

    def test_lets_a_running_step_last_until_now(self) -> None:
        [story] = timeline([attempt(1, 0, None)], rows((5, step_started("analyse", 1))), at(10))
        [step] = story.steps
        assert ("running", 50, 50, None) == (step.state, step.offset, step.width, step.seconds)
        assert story.seconds is None

    def test_calls_what_an_ended_attempt_left_open_stopped(self) -> None:
        [story] = timeline([attempt(1, 0, 9, "lost")], rows((1, step_started("analyse", 1))), at(60))
        assert ["stopped"] == [step.state for step in story.steps]

    def test_tells_newest_first_and_each_with_its_own_steps(self) -> None:
        events = rows(
            (0, step_started("analyse", 1)),
            (1, step_finished("analyse", 1, 1)),
            (1, step_started("outline", 1)),
            (2, step_failed("outline", 1, "refused")),
            (5, step_reused("analyse", 2)),
            (5, step_started("outline", 2)),
        )
        second, first = timeline([attempt(1, 0, 2, "error"), attempt(2, 5, None)], events, at(7))
        assert ["done", "failed"] == [step.state for step in first.steps]
        assert ["reused", "running"] == [step.state for step in second.steps]

    def test_draws_even_an_instant(self) -> None:
        events = rows((10, step_started("analyse", 1)), (10, step_finished("analyse", 1, 0)))
        [story] = timeline([attempt(1, 0, 10, "completed")], events, at(60))
        assert story.steps[0].offset + story.steps[0].width <= 100
        assert story.steps[0].width == THINNEST

    def test_survives_an_event_of_another_shape(self) -> None:
        odd = JobLog(job_id=JOB, seq=1, type="step", data={}, at=at(1))
        assert timeline([attempt(1, 0, 2, "completed")], [odd], at(3))[0].steps == []


class TestLabel:
    def test_reads_as_words(self) -> None:
        assert ["Lore plan", "Lore 1-6", "Review 1", ""] == [
            label(name) for name in ("lore_plan", "lore-1-6", "review-1", "")
        ]
