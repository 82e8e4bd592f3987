"""Places of a fan-out that lets only so many of its children be at work at a time; the others wait in line."""

from __future__ import annotations

from collections.abc import Iterable

from jobs.events import state_changed
from jobs.models import Job
from jobs.queue.join_policy import is_hopeless
from jobs.queue.journal import Journal
from jobs.queue.locking import locked_by, stored_id
from jobs.queue.transition import transition
from jobs.states import Status

# Two walks of the index `job_places`. Asked for `has_place = false`, PostgreSQL would not see that it may use it, or
# would walk past all that have ended: no other index has this order.
IN_LINE = """
parent_id = %(parent)s AND outcome IS NULL AND has_place < true AND status = 'blocked' AND open_edges = 0
ORDER BY has_place, id
LIMIT (
    SELECT CASE WHEN count(*) < %(at_once)s THEN %(at_once)s - count(*) ELSE 0 END
    FROM (
        SELECT 1
        FROM jobs_job
        WHERE parent_id = %(parent)s AND outcome IS NULL AND has_place = true
        LIMIT %(at_once)s
    ) AS placed
)
"""


def give_places(parents: Iterable[Job], journal: Journal) -> None:
    """Let as many children of each of the locked `parents` go on as have room, counted from the rows."""
    for parent in parents:
        if (at_once := parent.children_at_once) is not None and _lets_in(parent):
            _give(parent, at_once, journal)


def _lets_in(parent: Job) -> bool:
    """Not while it is held, is being cancelled, or works in vain."""
    return parent.status != Status.HELD and parent.cancel_requested_at is None and not is_hopeless(parent)


def _give(parent: Job, at_once: int, journal: Journal) -> None:
    for child in locked_by(IN_LINE, {"parent": stored_id(parent.pk), "at_once": at_once}):
        fact = state_changed(Status.PENDING, "Its turn among the parts")
        transition(child, "unblock", Status.PENDING, journal, [fact])
