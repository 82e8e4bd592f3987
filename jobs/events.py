"""Facts: what may be recorded about a job. This module builds them; `jobs.queue` writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from jobs.states import FINAL, Status

STATE: Final = "state"
PROGRESS: Final = "progress"
LOG: Final = "log"
STEP: Final = "step"
DELTA: Final = "delta"
USAGE: Final = "usage"
DONE: Final = "done"
EVENT_TYPES: Final = (STATE, PROGRESS, LOG, STEP, DELTA, USAGE, DONE)

LEVELS: Final = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Fact:
    """One future `JobLog` row; it gets its `seq` and time when it is written."""

    type: str
    message: str = ""
    level: str = "info"
    data: dict[str, Any] = field(default_factory=dict)


def state_changed(status: str, message: str, level: str = "info", **data: Any) -> Fact:
    """A change of state: `done` when the new state is final, else `state`."""
    kind = DONE if Status(status) in FINAL else STATE
    return Fact(kind, message, level, {"status": str(status), **data})


def logged(message: str, level: str = "info", **data: Any) -> Fact:
    if level not in LEVELS:
        raise ValueError(f"level must be one of {', '.join(LEVELS)}, not {level!r}")
    return Fact(LOG, message, level, data)


def waits_for_money() -> Fact:
    """Of a call that is not made before others are answered; `explain` knows it by its data."""
    return logged("Waits for money: calls under way have reserved what is left of the budget", waits_for="budget")


def progressed(percent: int, message: str = "") -> Fact:
    """`percent` is 0 to 100."""
    return Fact(PROGRESS, message, data={"progress": percent})


def step_started(name: str, attempt: int, note: str = "") -> Fact:
    return Fact(STEP, f"{name} started", data=_step(name, "started", attempt, note))


def step_finished(name: str, attempt: int, seconds: float) -> Fact:
    return Fact(
        STEP,
        f"{name} finished",
        data={"step": name, "phase": "finished", "attempt": attempt, "seconds": round(seconds, 3)},
    )


def step_reused(name: str, attempt: int, note: str = "") -> Fact:
    return Fact(STEP, f"{name} reused", data=_step(name, "reused", attempt, note))


def step_failed(name: str, attempt: int, message: str) -> Fact:
    return Fact(STEP, f"{name} failed: {message}", "warning", {"step": name, "phase": "failed", "attempt": attempt})


def _step(name: str, phase: str, attempt: int, note: str) -> dict[str, Any]:
    return {"step": name, "phase": phase, "attempt": attempt} | ({"note": note} if note else {})


def text_streamed(field_name: str, attempt: int, offset: int, text: str) -> Fact:
    """A piece of text under way; `offset` counts characters of this field in this attempt."""
    return Fact(DELTA, data={"field": field_name, "attempt": attempt, "offset": offset, "text": text})


def usage_recorded(**data: Any) -> Fact:
    return Fact(USAGE, data=data)
