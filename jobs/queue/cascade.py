"""What is asked of a parent reaches its children: in batches of their own transactions, one fact at the parent.

A cascade that breaks off is taken up again by `jobs.queue.mend`.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from jobs import notifier
from jobs.events import state_changed
from jobs.models import Job
from jobs.models.job import JobQuerySet
from jobs.queue.clock import now as database_now
from jobs.queue.conclude import conclude
from jobs.queue.journal import Journal
from jobs.queue.locking import WIDE, again_after_deadlock, lock_chain, locked
from jobs.queue.transition import next_status, transition
from jobs.states import WAITING, Custody, HeldReason, Status

BATCH = 5000
# A running child may go back to waiting before it is asked; what is left after so many rounds is mended later.
ROUNDS = 10
Change = Callable[[Job, Journal], None]

_WITH_WORKER = Q(status=Status.PROCESSING, custody=Custody.WORKER)
_NOBODY_AT_WORK = Q(status=Status.PROCESSING, custody__in=[Custody.QUEUE, Custody.PERSON])
_NO_WORKER = Q(status=Status.PROCESSING, custody__in=[Custody.CHILDREN, Custody.QUEUE, Custody.PERSON])
_AT_REST = Q(status__in=WAITING, children_open=0)


def cancel_hopeless(journal: Journal) -> None:
    """Cancel what would work in vain, as `journal` noted; to be called after its transaction."""
    for parent_id in journal.hopeless:
        cancel_children(parent_id)


def cancel_children(parent_id: UUID) -> None:
    """Cancel the children of `parent_id` that wait, ask those that run to stop."""
    live = Job.objects.filter(parent_id=parent_id).live()
    for _ in range(ROUNDS):
        if not live.filter(Q(status__in=WAITING) | Q(cancel_requested_at=None)).exists():
            return
        _in_batches(parent_id, _AT_REST, _cancel)
        _in_batches(parent_id, _NOBODY_AT_WORK, _close)
        _ask_running(parent_id, cancel_requested_at=database_now())
        for child_id in live.filter(children_open__gt=0).values_list("pk", flat=True):
            _one(child_id, ask_parent_to_stop)
            cancel_children(child_id)


def hold_children(parent_id: UUID) -> None:
    """Hold the children of `parent_id` that wait, ask those that run to pause."""
    _in_batches(parent_id, Q(status__in=WAITING - {Status.HELD}), _hold)
    _in_batches(parent_id, _NO_WORKER & Q(cancel_requested_at=None), _hold_parent)
    _ask_running(parent_id, hold_requested=HeldReason.PARENT)
    for child_id in _parents_among(parent_id):
        hold_children(child_id)


def wake_children(parent_id: UUID) -> None:
    """Let the children of `parent_id` go on that were held with it, and only those."""
    _in_batches(parent_id, Q(status=Status.HELD, held_reason=HeldReason.PARENT), _wake)
    Job.objects.filter(_WITH_WORKER, parent_id=parent_id, hold_requested=HeldReason.PARENT).update(hold_requested=None)
    for child_id in _parents_among(parent_id):
        wake_children(child_id)


def ask_parent_to_stop(parent: Job, journal: Journal) -> None:
    """Flag a locked live parent with open children; the last of them to end ends it too."""
    if parent.status == Status.HELD:
        fact = state_changed(Status.PROCESSING, "Resumed, to be cancelled")
        transition(parent, "resume", Status.PROCESSING, journal, [fact])
    parent.cancel_requested_at = journal.now
    Job.objects.filter(pk=parent.pk).update(cancel_requested_at=journal.now)


@again_after_deadlock
def _one(job_id: UUID, change: Change) -> None:
    with transaction.atomic():
        job = lock_chain(job_id)
        journal = Journal(database_now())
        if job is not None and not job.is_final and job.children_open:
            change(job, journal)
        conclude(journal)


def _in_batches(parent_id: UUID, which: Q, change: Change) -> None:
    children = Job.objects.filter(which, parent_id=parent_id).order_by("pk").defer(*WIDE)
    while _batch(parent_id, children, change):
        pass


@again_after_deadlock
def _batch(parent_id: UUID, children: JobQuerySet, change: Change) -> int:
    with transaction.atomic():
        if lock_chain(parent_id) is None:
            return 0
        batch = locked(children[:BATCH])
        journal = Journal(database_now())
        for child in batch:
            change(child, journal)
        conclude(journal)
    if batch:
        notifier.announce_jobs([parent_id], ready=True)
    return len(batch)


def _cancel(child: Job, journal: Journal) -> None:
    transition(child, "cancel", Status.CANCELLED, journal)


def _close(child: Job, journal: Journal) -> None:
    transition(child, "close", Status.CANCELLED, journal)


def _hold(child: Job, journal: Journal) -> None:
    transition(child, "hold", Status.HELD, journal, held_reason=HeldReason.PARENT)


def _hold_parent(child: Job, journal: Journal) -> None:
    transition(child, "hold_parent", Status.HELD, journal, held_reason=HeldReason.PARENT)


def _wake(child: Job, journal: Journal) -> None:
    to, wake_at = next_status(child, journal.now)
    transition(child, "resume", to, journal, wake_at=wake_at)


def _ask_running(parent_id: UUID, **flag: object) -> None:
    """Flag the children that a worker has; their own settle obeys."""
    (name,) = flag
    running = Job.objects.filter(_WITH_WORKER, parent_id=parent_id, **{name: None})
    asked = list(running.values_list("pk", flat=True))
    running.filter(pk__in=asked).update(**flag)
    if asked:
        notifier.announce_jobs(asked, control=True)


def _parents_among(parent_id: UUID) -> list[UUID]:
    """Children of `parent_id` with open children of their own."""
    return list(Job.objects.filter(parent_id=parent_id, children_open__gt=0).live().values_list("pk", flat=True))
