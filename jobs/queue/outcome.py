"""Controls that may be repeated: each says what it changed, and changes nothing where that is so already."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from django.db import transaction

from jobs.models import Job
from jobs.queue import control
from jobs.queue.locking import again_after_deadlock, lock_chain
from jobs.states import FINAL, MANUAL, Status


class Action(StrEnum):
    CANCEL = "cancel"
    HOLD = "hold"
    RESUME = "resume"
    RETRY = "retry"
    COMPLETE = "complete"
    REOPEN = "reopen"


class Outcome(StrEnum):
    """What a control did; `..._requested` asks the worker of a running job."""

    CANCELLED = "cancelled"
    CANCEL_REQUESTED = "cancel_requested"
    HELD = "held"
    HOLD_REQUESTED = "hold_requested"
    RESUMED = "resumed"
    RETRIED = "retried"
    COMPLETED = "completed"
    REOPENED = "reopened"
    STARTED = "started"
    STOPPED = "stopped"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Controlled:
    """The job after the control, and what that did."""

    job: Job
    outcome: Outcome


@again_after_deadlock
def control_job(job_id: UUID, action: Action) -> Controlled:
    """Do `action`; `unchanged` when the job is there already.

    DoesNotExist for a job that is missing, WrongState when its state rules the action out.
    """
    with transaction.atomic():
        # Under the row locks, taken in the control's own order, so that what is compared with is what it finds.
        before = lock_chain(job_id)
        if before is None:
            raise Job.DoesNotExist
        if is_so(before, action):
            return Controlled(before, Outcome.UNCHANGED)
        job = _do(action, job_id)
    if job.last_seq == before.last_seq:
        return Controlled(job, Outcome.UNCHANGED)
    return Controlled(job, _outcome(action, job))


def is_so(job: Job, action: Action) -> bool:
    """Whether the control, which would be refused, was done already: a repeat of the same request finds just this."""
    match action:
        case Action.RESUME:
            return job.status not in FINAL | {Status.HELD} and not job.hold_requested
        case Action.RETRY:
            return job.status in {Status.PENDING, Status.PROCESSING}
        case Action.REOPEN:
            return job.kind == MANUAL and job.status not in FINAL
        case Action.CANCEL | Action.HOLD | Action.COMPLETE:
            return False
    assert_never(action)


def _do(action: Action, job_id: UUID) -> Job:
    match action:
        case Action.CANCEL:
            return control.cancel(job_id)
        case Action.HOLD:
            return control.hold(job_id)
        case Action.RESUME:
            return control.resume(job_id)
        case Action.RETRY:
            return control.retry(job_id)
        case Action.COMPLETE:
            return control.complete(job_id)
        case Action.REOPEN:
            return control.reopen(job_id)
    assert_never(action)


def _outcome(action: Action, job: Job) -> Outcome:
    match action:
        case Action.CANCEL:
            return Outcome.CANCELLED if job.status == Status.CANCELLED else Outcome.CANCEL_REQUESTED
        case Action.HOLD:
            return Outcome.HELD if job.status == Status.HELD else Outcome.HOLD_REQUESTED
        case Action.RESUME:
            return Outcome.RESUMED
        case Action.RETRY:
            return Outcome.RETRIED
        case Action.COMPLETE:
            return Outcome.COMPLETED
        case Action.REOPEN:
            return Outcome.REOPENED
    assert_never(action)
