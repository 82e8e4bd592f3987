"""Retrying in a tree: a parent runs only its failed children again, a child takes its ancestors with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from jobs.errors import WrongState
from jobs.events import Fact, state_changed
from jobs.models import Job
from jobs.queue.conclude import parts_done
from jobs.queue.journal import Journal
from jobs.queue.locking import WIDE, lock_by_id, locked
from jobs.queue.transition import next_status, transition
from jobs.states import FAILING, Custody, Status

# Of one that was split itself, a partial success too: it runs what failed among its own.
_HAS_FAILED = Q(outcome__in=FAILING) | Q(outcome=Status.PARTIAL_SUCCESS, join_policy__isnull=False)


def reopen_children(parent: Job, journal: Journal) -> None:
    """Run what failed of the children of the locked `parent` again, in the caller's transaction."""
    children = Job.objects.filter(parent_id=parent.pk).filter(_HAS_FAILED)
    incomplete = locked(children.order_by("pk").defer(*WIDE))
    failed = sum(child.status in FAILING for child in incomplete)
    for child in incomplete:
        if child.join_policy is not None:
            reopen_children(child, journal)
        retry(child, *next_status(child, journal.now), journal)
    parent.children_open += len(incomplete)
    parent.children_failed -= failed
    _tell(parent)


def _tell(parent: Job) -> None:
    """Its bar goes back to what is done of its parts; the caller's transition saves what it says of them."""
    parent.progress, message = parts_done(parent)
    Job.objects.filter(pk=parent.pk).update(progress=parent.progress, progress_message=message)


def retry(job: Job, to: Status, wake_at: datetime | None, journal: Journal, facts: Iterable[Fact] = ()) -> None:
    """Move `job` to where it runs again. One more failure is allowed than was counted; no count ever falls."""
    allowed = max(job.max_attempts, job.failures + 1)
    afresh = {"max_attempts": allowed, "losses": 0, "error_class": "", "error_message": ""}
    transition(job, "retry", to, journal, facts, wake_at=wake_at, **afresh)


def reopen_ancestors(job: Job, journal: Journal) -> None:
    """Count the final `job` as open again at its parent, which waits for it then, and so on up to the root.

    WrongState when a parent is being joined: what its join reads must not change.
    """
    if job.parent_id is None:
        return
    parent = lock_by_id([job.parent_id])[job.parent_id]
    if parent.custody == Custody.WORKER:
        raise WrongState("retry", job.status)
    if parent.is_final:
        reopen_ancestors(parent, journal)
    parent.children_open += 1
    parent.children_failed -= job.status in FAILING
    counts: dict[str, Any] = {"children_open": parent.children_open, "children_failed": parent.children_failed}
    if parent.custody == Custody.CHILDREN or parent.status == Status.HELD:
        Job.objects.filter(pk=parent.pk).update(**counts)
        return
    _tell(parent)
    fact = state_changed(Status.PROCESSING, "A part of it is retried", progress=parent.progress)
    transition(parent, "reopen", Status.PROCESSING, journal, [fact], **counts)
