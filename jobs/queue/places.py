"""Places of a fan-out that lets only so many of its children be at work at a time; the others wait in line."""

from __future__ import annotations

from collections.abc import Iterable

from jobs.events import state_changed
from jobs.models import Job
from jobs.queue.join_policy import is_hopeless
from jobs.queue.journal import Journal
from jobs.queue.locking import WIDE, locked
from jobs.queue.transition import transition
from jobs.states import Status


def give_places(parents: Iterable[Job], journal: Journal) -> None:
    """Let as many children of each of the locked `parents` go on as have room, counted from the rows."""
    for parent in parents:
        if (at_once := parent.children_at_once) is not None and _lets_in(parent):
            _give(parent, at_once, journal)


def _lets_in(parent: Job) -> bool:
    """Not while it is held, is being cancelled, or works in vain."""
    return parent.status != Status.HELD and parent.cancel_requested_at is None and not is_hopeless(parent)


def _give(parent: Job, at_once: int, journal: Journal) -> None:
    children = Job.objects.filter(parent_id=parent.pk).live()
    free = at_once - children.filter(has_place=True)[:at_once].count()
    in_line = children.filter(has_place=False, status=Status.BLOCKED, open_edges=0).order_by("pk")
    for child in locked(in_line.defer(*WIDE)[: max(0, free)]):
        fact = state_changed(Status.PENDING, "Its turn among the parts")
        transition(child, "unblock", Status.PENDING, journal, [fact])
