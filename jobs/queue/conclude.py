"""What follows from the end of a job, in the transaction that ended it: parents count, jobs that wait go on."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from jobs.events import progressed, state_changed
from jobs.models import Job
from jobs.queue.children import count_open, fill_chunks
from jobs.queue.due_reminders import drop_reminders
from jobs.queue.edges import close_edges, fate_of
from jobs.queue.join_policy import is_hopeless
from jobs.queue.journal import Journal
from jobs.queue.lift import weigh_later
from jobs.queue.places import give_places
from jobs.queue.told import warnings_of
from jobs.queue.transition import transition
from jobs.states import FAILING, Custody, Status


def conclude(journal: Journal) -> None:
    """Write what `journal` noted, and what follows from the jobs that it ended, until nothing more follows."""
    journal.flush_changes()
    while ended := journal.take_ended():
        _count_at_parents(ended, journal)
        close_edges({job.pk: fate_of(job) for job in ended}, journal)
        drop_reminders(ended, journal)
        journal.flush_changes()
        weigh_later(job.pk for job in ended if job.open_edges)  # what they waited for, they do no more
    if journal.lines:
        give_places(journal.lock(journal.lines).values(), journal)
        journal.lines.clear()
    journal.flush()


def _count_at_parents(ended: Iterable[Job], journal: Journal) -> None:
    by_parent: dict[UUID, list[Job]] = {}
    for job in ended:
        if job.parent_id is not None:
            by_parent.setdefault(job.parent_id, []).append(job)
    if not by_parent:
        return
    fill_chunks([job.pk for jobs in by_parent.values() for job in jobs])
    for parent in journal.lock(by_parent).values():
        _count(parent, by_parent[parent.pk], journal)


def _count(parent: Job, ended: list[Job], journal: Journal) -> None:
    was_hopeless = is_hopeless(parent)
    journal.add(parent, warnings_of(ended, failed_before=parent.children_failed))
    parent.children_open -= len(ended)
    parent.children_failed += sum(job.status in FAILING for job in ended)
    if parent.children_open <= 0:  # the rows decide, not the counter
        parent.children_open = count_open(parent)
    percent, message = parts_done(parent)
    if percent > parent.progress:
        parent.progress, parent.progress_message = percent, message
        journal.add(parent, [progressed(percent, message)])
    Job.objects.filter(pk=parent.pk).update(
        children_open=parent.children_open,
        children_failed=parent.children_failed,
        progress=parent.progress,
        progress_message=parent.progress_message,
        last_seq=parent.last_seq,
    )
    join_if_all_final(parent, journal)
    if parent.children_open and is_hopeless(parent) and not was_hopeless:
        journal.hopeless.append(parent.pk)


def parts_done(parent: Job) -> tuple[int, str]:
    """How far a parent is by its children, in percent and in words."""
    done = parent.children_total - parent.children_open
    return min(99, 100 * done // max(1, parent.children_total)), f"{done} of {parent.children_total} parts done"


def join_if_all_final(parent: Job, journal: Journal) -> None:
    """Send a parent without open children to its join, or end it when a cancel was asked for; a held one stays."""
    if parent.children_open or parent.custody != Custody.CHILDREN:
        return
    if parent.cancel_requested_at is not None:
        fact = state_changed(Status.CANCELLED, "Cancelled", "warning")
        transition(parent, "close", Status.CANCELLED, journal, [fact])
        return
    fact = state_changed(Status.PROCESSING, "All parts are done", parts=parent.children_total)
    transition(parent, "join", Status.PROCESSING, journal, [fact])
