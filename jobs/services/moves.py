"""A task moved over the board: the verb that leads from where it stands to where it is put."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from accounts.models import User
from jobs.errors import WrongState
from jobs.models import Job
from jobs.selectors.jobs import workable_job
from jobs.selectors.tasks import Column, column_of
from jobs.services.outcome import Action, Controlled, Outcome, control_job
from jobs.services.timers import start_timer, stop_timer
from jobs.states import Status


def move_task(caller: User, job_id: UUID, to: Column, *, stop_other: bool = False) -> Controlled:
    """Let the task stand in `to`: start its timer, complete it or open it again, all or nothing.

    One that was begun stays so: to put it back stops the caller's timer, WrongState where none runs. TimerRunning if
    that runs elsewhere, unless `stop_other`. WrongState where its state rules the move out; NotManual; DoesNotExist.
    """
    job = workable_job(caller, job_id)
    with transaction.atomic():
        match to:
            case Column.DONE:
                return _completed(caller, job)
            case Column.DOING:
                if column_of(job.status) is Column.DONE:
                    _opened(caller, job)
                return start_timer(caller, job.pk, stop_other=stop_other)
            case Column.TODO:
                return _put_back(caller, job)


def _completed(caller: User, job: Job) -> Controlled:
    if column_of(job.status) is Column.DONE:
        return Controlled(job, Outcome.UNCHANGED)
    return control_job(caller, job.pk, Action.COMPLETE)


def _put_back(caller: User, job: Job) -> Controlled:
    match column_of(job.status):
        case Column.TODO:
            return Controlled(job, Outcome.UNCHANGED)
        case Column.DONE:
            return _opened(caller, job)
        case Column.DOING:
            stopped = stop_timer(caller, job.pk)
            if stopped.outcome is Outcome.UNCHANGED:
                raise WrongState("put_back", job.status)
            return stopped


def _opened(caller: User, job: Job) -> Controlled:
    """Completed ones are reopened; of the others that have ended their owner may try again."""
    is_owner = job.owner_id == caller.pk
    action = Action.RETRY if job.status != Status.COMPLETED and is_owner else Action.REOPEN
    return control_job(caller, job.pk, action)
