"""Changes what a job waits for, as long as no worker has begun it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from accounts.models import User
from jobs.errors import InvalidSubmission, WrongState
from jobs.events import state_changed
from jobs.models import Dependency, Job
from jobs.queue.edges import OnFailure, add_edges, hold_back, holds_back, upstream_of
from jobs.queue.journal import Journal
from jobs.queue.transition import next_status, transition
from jobs.states import Status


def lock_upstream(job_id: UUID, ids: Sequence[UUID]) -> list[Job]:
    """The jobs that `job_id` is to wait for, locked before it is, as whoever ends one of them locks.

    InvalidSubmission names those that are not there, that have failed already, or that wait for this job themselves.
    """
    job = Job.objects.only("pk", "owner_id").get(pk=job_id)
    _one_at_a_time(job.owner_id)
    upstream = upstream_of(job.owner_id, ids, on_failure_of(job_id))
    if path := cycle(job_id, ids):
        shown = " -> ".join(map(str, path))
        raise InvalidSubmission({"depends_on": f"These jobs would wait for each other: {shown}."})
    return upstream


def rewire(job: Job, upstream: Sequence[Job], journal: Journal) -> None:
    """Let the locked `job` wait for `upstream` and nothing else. WrongState once a worker has begun it."""
    if job.attempt or job.status == Status.PROCESSING:
        raise WrongState("rewire", job.status)
    on_failure = on_failure_of(job.pk)
    Dependency.objects.filter(job_id=job.pk).delete()
    add_edges(job, upstream, on_failure)
    job.open_edges = sum(not other.is_final for other in upstream)
    Job.objects.filter(pk=job.pk).update(open_edges=job.open_edges)
    if holds_back(upstream, on_failure):
        hold_back(job, journal)
    else:
        _go_where_it_belongs(job, journal)


def on_failure_of(job_id: UUID) -> str:
    """What the job does when one of its upstream fails: as it was told when it was submitted."""
    told = Dependency.objects.filter(job_id=job_id).values_list("on_failure", flat=True).first()
    return told or OnFailure.CANCEL


def cycle(job_id: UUID, wanted: Sequence[UUID]) -> list[UUID]:
    """The jobs from `job_id` back to itself by what each waits for, were it to wait for `wanted`; empty if none.

    A parent waits for its children too.
    """
    reached_from = dict.fromkeys(wanted, job_id)
    level = set(reached_from)
    while level and job_id not in reached_from:
        steps = _waits(level)
        fresh = {to: origin for origin, to in steps if to not in reached_from}
        reached_from |= fresh
        level = set(fresh)
    if job_id not in reached_from:
        return []
    path = [job_id, reached_from[job_id]]
    while path[-1] != job_id:
        path.append(reached_from[path[-1]])
    return path[::-1]


def _waits(ids: set[UUID]) -> list[tuple[UUID, UUID]]:
    edges = Dependency.objects.filter(job_id__in=ids, is_open=True).values_list("job_id", "upstream_id")
    children = Job.objects.live().filter(parent_id__in=ids).values_list("parent_id", "pk")
    return [*edges, *children]


def _one_at_a_time(owner_id: UUID) -> None:
    # Without it two changes that close a circle together miss each other's edge, or lock each other out.
    if connection.vendor == "postgresql":
        User.objects.select_for_update(no_key=True).only("pk").get(pk=owner_id)


def _go_where_it_belongs(job: Job, journal: Journal) -> None:
    to, wake_at = next_status(job, journal.now)
    waits = job.status == Status.BLOCKED
    if job.status == Status.HELD or waits == (to is Status.BLOCKED):
        return
    text = "Waits for no other job any more" if waits else "Waits for other jobs"
    transition(job, "unblock" if waits else "reschedule", to, journal, [state_changed(to, text)], wake_at=wake_at)
