"""What a person does to a manual job that is theirs: complete it, open it again. Timers are in `timers`."""

from __future__ import annotations

from jobs.errors import NotManual, WrongState
from jobs.events import state_changed
from jobs.models import Job
from jobs.queue.due_reminders import follow_due
from jobs.queue.journal import Journal
from jobs.queue.reopen import reopen_ancestors
from jobs.queue.transition import next_status, transition
from jobs.states import MANUAL, VERBS, Status


def check_manual(job: Job, verb: str) -> None:
    """NotManual where workers do the job."""
    if job.kind != MANUAL:
        raise NotManual(verb, job.kind, job.status)


def complete(job: Job, journal: Journal) -> bool:
    """Complete the locked `job`; whose timer runs on it, it stops."""
    check_manual(job, "complete_by_hand")
    if job.status == Status.COMPLETED:
        return False
    fact = state_changed(Status.COMPLETED, "Completed by hand", progress=100)
    transition(job, "complete_by_hand", Status.COMPLETED, journal, [fact], progress=100)
    return True


def reopen(job: Job, journal: Journal) -> bool:
    """Open the locked completed `job` again. Jobs that waited for it and have gone on stay as they are."""
    check_manual(job, "reopen_by_hand")
    if job.status not in VERBS["reopen_by_hand"].sources:
        raise WrongState("reopen_by_hand", job.status)
    reopen_ancestors(job, journal)
    to, wake_at = next_status(job, journal.now)
    transition(job, "reopen_by_hand", to, journal, [state_changed(to, "Reopened")], wake_at=wake_at, progress=0)
    if job.remind_minutes_before is not None:
        follow_due(job, journal, if_future=True)
    return True
