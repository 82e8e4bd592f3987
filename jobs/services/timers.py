"""A person's timer on a manual job. What is neither theirs nor assigned to them does not exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import User
from jobs.queue import timers
from jobs.queue.outcome import Controlled
from jobs.selectors.jobs import workable_job
from jobs.selectors.time_entries import running_of


@dataclass(frozen=True, slots=True)
class RunningTimer:
    """`seconds` by the database's clock: a browser counts on from there."""

    job_id: UUID
    title: str
    seconds: int


def start_timer(caller: User, job_id: UUID, *, stop_other: bool = False) -> Controlled:
    """Let the caller's timer run. TimerRunning if it runs elsewhere, unless `stop_other`. WrongState, DoesNotExist."""
    return timers.start_timer(workable_job(caller, job_id).pk, caller.pk, stop_other=stop_other)


def stop_timer(caller: User, job_id: UUID) -> Controlled:
    """Stop the caller's timer on the job. NotManual; DoesNotExist."""
    return timers.stop_timer(workable_job(caller, job_id).pk, caller.pk)


def running_timer(caller: User) -> RunningTimer | None:
    """The caller's timer, wherever it runs."""
    entry: Any = running_of(caller.pk)
    if entry is None:
        return None
    return RunningTimer(entry.job_id, entry.job.title, max(0, int(entry.spent.total_seconds())))
