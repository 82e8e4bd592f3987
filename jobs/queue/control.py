"""What people ask of a job: cancel, hold, resume, retry. Each settles the race with its worker in the row lock."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.db.models import F

from jobs import notifier
from jobs.errors import WrongState
from jobs.events import state_changed
from jobs.models import Job
from jobs.queue import by_hand
from jobs.queue.cascade import ask_parent_to_stop, cancel_children, cancel_hopeless, hold_children, wake_children
from jobs.queue.clock import now as database_now
from jobs.queue.conclude import conclude
from jobs.queue.due_reminders import follow_due
from jobs.queue.edges import reopen_edges
from jobs.queue.journal import Journal
from jobs.queue.lift import weigh_later
from jobs.queue.locking import again_after_deadlock, lock_chain
from jobs.queue.reopen import reopen_ancestors, reopen_children
from jobs.queue.reopen import retry as run_again
from jobs.queue.transition import next_status, transition
from jobs.states import FINAL, WAITING, Custody, HeldReason, Status

Change = Callable[[Job, Journal], bool]


def cancel(job_id: UUID) -> Job:
    """Cancel a waiting job at once, ask a running one to stop; asking twice changes nothing.

    WrongState when the job is final and was not cancelled.
    """
    return _change(job_id, _cancel, cancel_children)


def hold(job_id: UUID, reason: HeldReason = HeldReason.PERSON) -> Job:
    """Keep a waiting job back, ask a running one to pause; holding twice changes nothing."""

    return _change(job_id, lambda job, journal: _hold(job, reason, journal), hold_children)


def resume(job_id: UUID, *, only: HeldReason | None = None) -> Job:
    """Let a held job go on to the state its circumstances demand. WrongState unless held or asked to hold.

    With `only` one that is not held, or asked to hold, for that reason (any more) stays as it is.
    """

    def change(job: Job, journal: Journal) -> bool:
        return (only is None or only in {job.held_reason, job.hold_requested}) and _resume(job, journal)

    return _change(job_id, change, wake_children)


def retry(job_id: UUID) -> Job:
    """Run a finished job again, or a waiting one at once; of a parent only its failed children.

    WrongState when it is running, pending or completed, or when its parent is joining its children just now.
    """
    return _change(job_id, _retry)


def complete(job_id: UUID) -> Job:
    """Complete a manual job by hand; its timers stop. WrongState unless it is pending or begun."""
    return _change(job_id, by_hand.complete)


def reopen(job_id: UUID) -> Job:
    """Open a completed manual job again. WrongState unless it is completed."""
    return _change(job_id, by_hand.reopen)


@again_after_deadlock
def _change(job_id: UUID, change: Change, then: Callable[[UUID], None] | None = None) -> Job:
    """Lock the job and its ancestors, change it, and carry the change on to its children by `then`."""
    with transaction.atomic():
        job = lock_chain(job_id)
        if job is None:
            raise Job.DoesNotExist
        journal = Journal(database_now())
        changed = change(job, journal)
        conclude(journal)
        job = journal.touched.get(job_id, job)  # it may have been given a place since
    if changed:
        ready = any(touched.status == Status.PENDING for touched in journal.touched.values())
        transaction.on_commit(
            lambda: notifier.announce_jobs(list({job.pk, *journal.touched}), ready=ready, control=True)
        )
    if then is not None and job.join_policy is not None:
        transaction.on_commit(lambda: then(job.pk))
    transaction.on_commit(lambda: cancel_hopeless(journal))
    return job


def _cancel(job: Job, journal: Journal) -> bool:
    if job.status == Status.CANCELLED or job.cancel_requested_at is not None:
        return False
    if job.status in FINAL:
        raise WrongState("cancel", job.status)
    if job.children_open:
        ask_parent_to_stop(job, journal)
        _note(job, "request_cancel", "Cancel requested", journal)
    elif job.custody == Custody.WORKER:
        job.cancel_requested_at = journal.now
        _flag(job, "request_cancel", "Cancel requested", journal, cancel_requested_at=journal.now)
    else:
        verb = "cancel" if job.status in WAITING else "close"
        fact = state_changed(Status.CANCELLED, "Cancelled")
        transition(job, verb, Status.CANCELLED, journal, [fact])
    return True


def _hold(job: Job, reason: HeldReason, journal: Journal) -> bool:
    if job.status == Status.HELD or job.hold_requested or job.cancel_requested_at is not None:
        return False  # one that is being cancelled ends by that
    if job.custody == Custody.WORKER:
        job.hold_requested = reason
        _flag(job, "request_hold", "Hold requested", journal, hold_requested=reason)
        return True
    verb = "hold_parent" if job.status == Status.PROCESSING else "hold"
    fact = state_changed(Status.HELD, "Held", reason=reason)
    transition(job, verb, Status.HELD, journal, [fact], held_reason=reason)
    return True


def _resume(job: Job, journal: Journal) -> bool:
    if job.status == Status.PROCESSING and job.hold_requested:
        job.hold_requested = None
        _flag(job, "request_hold", "Hold withdrawn", journal, hold_requested=None)
        return True
    to, wake_at = next_status(job, journal.now)
    transition(job, "resume", to, journal, [state_changed(to, "Resumed")], wake_at=wake_at)
    return True


def _retry(job: Job, journal: Journal) -> bool:
    if job.open_edges or job.lifted_to:
        weigh_later([job.pk])
    if job.is_final:
        reopen_ancestors(job, journal)
        reopen_edges(job, journal)
        if job.join_policy is not None:
            reopen_children(job, journal)
    to, wake_at = next_status(job, journal.now)
    if job.status == Status.SCHEDULED:
        to, wake_at = (Status.PENDING, None) if to is Status.SCHEDULED else (to, wake_at)
    run_again(job, to, wake_at, journal, [state_changed(to, "Retried", progress=job.progress)])
    if job.remind_minutes_before is not None:
        follow_due(job, journal, if_future=True)
    return True


def _flag(job: Job, verb: str, message: str, journal: Journal, **flags: object) -> None:
    """Set a flag that the job's worker will see; one guarded UPDATE on a processing job."""
    if not Job.objects.filter(pk=job.pk, status=Status.PROCESSING).update(**flags):
        raise WrongState(verb, job.status)
    _note(job, verb, message, journal)


def _note(job: Job, verb: str, message: str, journal: Journal) -> None:
    """Note that something was asked of a job, whose state is as before."""
    Job.objects.filter(pk=job.pk).update(last_seq=F("last_seq") + 1)
    journal.add(job, [state_changed(job.status, message, requested=verb)])


# What each does to one locked job; whether it changed anything.
CHANGES: dict[str, Change] = {
    "cancel": _cancel,
    "hold": lambda job, journal: _hold(job, HeldReason.PERSON, journal),
    "resume": _resume,
    "retry": _retry,
    "complete": by_hand.complete,
    "reopen": by_hand.reopen,
}
