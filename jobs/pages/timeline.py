"""A job's story: its attempts, newest first, each with its steps as bars over the attempt's time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from jobs.models import Attempt, JobLog

StepState = Literal["running", "done", "failed", "reused", "stopped"]
THINNEST = 0.6  # percent: a bar that short is still seen

_PHASES: dict[str, StepState] = {"finished": "done", "failed": "failed", "reused": "reused"}


@dataclass(slots=True)
class Step:
    """`offset` and `width` are percent of the attempt's time; `seconds` is None while unknown."""

    label: str
    state: StepState
    started_at: datetime
    note: str = ""
    ended_at: datetime | None = None
    offset: float = 0.0
    width: float = 0.0

    @property
    def seconds(self) -> float | None:
        if self.ended_at is None or self.state == "reused":
            return None
        return max(0.0, (self.ended_at - self.started_at).total_seconds())


@dataclass(frozen=True, slots=True)
class AttemptStory:
    number: int
    outcome: str | None
    started_at: datetime
    seconds: float | None
    error_message: str
    traceback: str
    steps: list[Step]


def timeline(attempts: Sequence[Attempt], step_events: Iterable[JobLog], now: datetime) -> list[AttemptStory]:
    """`step_events` are the job's events of type `step`, oldest first. An attempt that runs lasts until `now`."""
    by_attempt: dict[int, list[JobLog]] = {}
    for event in step_events:
        by_attempt.setdefault(event.data.get("attempt", 0), []).append(event)
    return [_story(attempt, by_attempt.get(attempt.number, []), now) for attempt in reversed(attempts)]


def _story(attempt: Attempt, events: Iterable[JobLog], now: datetime) -> AttemptStory:
    end = attempt.finished_at or now
    steps = _steps(events, is_over=attempt.finished_at is not None)
    for step in steps:
        _place(step, attempt.started_at, end)
    return AttemptStory(
        number=attempt.number,
        outcome=attempt.outcome,
        started_at=attempt.started_at,
        seconds=(end - attempt.started_at).total_seconds() if attempt.finished_at else None,
        error_message=attempt.error_message,
        traceback=attempt.traceback,
        steps=steps,
    )


def _steps(events: Iterable[JobLog], *, is_over: bool) -> list[Step]:
    steps: list[Step] = []
    running: dict[str, Step] = {}
    for event in events:
        name, phase = str(event.data.get("step", "")), event.data.get("phase")
        if phase == "started":
            running[name] = Step(label(name), "running", event.at, str(event.data.get("note", "")))
            steps.append(running[name])
        elif phase in _PHASES:
            step = running.pop(name, None)
            if step is None:
                step = Step(label(name), "reused", event.at, str(event.data.get("note", "")))
                steps.append(step)
            step.state, step.ended_at = _PHASES[phase], event.at
    if is_over:
        for step in running.values():
            step.state = "stopped"
    return steps


def _place(step: Step, start: datetime, end: datetime) -> None:
    if step.state == "reused":
        return
    whole = max((end - start).total_seconds(), 0.001)
    left = (step.started_at - start).total_seconds() / whole * 100
    right = ((step.ended_at or end) - start).total_seconds() / whole * 100
    step.offset = round(min(max(left, 0.0), 100.0 - THINNEST), 2)
    step.width = round(max(min(right, 100.0) - step.offset, THINNEST), 2)


def label(name: str) -> str:
    """`lore_plan` -> `Lore plan`, `lore-1-6` -> `Lore 1-6`."""
    words = name.replace("_", " ").replace("-", " ", 1).strip()
    return words[:1].upper() + words[1:]
