"""An urgent job lifts what it waits for: what is waited for has the priority of the most urgent job that waits.

It is weighed after the transaction that changed who waits for it, in one of its own: the rows are locked by id, and
who waits for them is read under the lock. Whoever weighs last has therefore seen all that was committed before, and no
order of locks has to be kept along the edges. What a crash leaves undone, `LiftSweep` mends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from django.db import transaction

from jobs import notifier
from jobs.conf import conf
from jobs.events import logged
from jobs.models import Dependency, Job
from jobs.queue.clock import now as database_now
from jobs.queue.journal import Journal
from jobs.queue.locking import WIDE, again_after_deadlock, lock_by_id, locked
from jobs.states import PRIORITY_RANK, Priority, higher

BATCH = 1000
SEEN = ("title", "kind", "priority", "lifted_to")

# A job that waits, and the priority that it asks for.
Lifter: TypeAlias = tuple[Job, Priority]


def weigh_later(job_ids: Iterable[UUID]) -> None:
    """Weigh these jobs and what they wait for once the caller's transaction is committed."""
    if wanted := set(job_ids):
        transaction.on_commit(lambda: weigh(wanted), robust=True)


def weigh(job_ids: Iterable[UUID]) -> None:
    """Let each of the jobs, and what they wait for, have the priority of who waits for it, and so on."""
    level = set(job_ids)
    changed = _weigh_all(level)
    while level:
        deeper = _weigh_children(changed)
        level = changed = _weigh_all(waited_for(level)) | deeper


def turn_lifted(job: Job, before: str) -> datetime | None:
    """The turn of `job`, which had the priority `before`, with the one that it has now."""
    if job.turn_at is None:
        return None
    gained = conf().head_start(job.effective_priority) - conf().head_start(before)
    return job.turn_at - timedelta(seconds=gained)


def waited_for(job_ids: Iterable[UUID]) -> set[UUID]:
    """The jobs that these still wait for by an edge."""
    edges = Dependency.objects.filter(job_id__in=job_ids, is_open=True)
    return set(edges.values_list("upstream_id", flat=True))


def _weigh_all(job_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the jobs whose priority changed."""
    ids, changed = sorted(job_ids), set()
    for start in range(0, len(ids), BATCH):
        changed |= _weigh_some(ids[start : start + BATCH])
    return changed


@again_after_deadlock
def _weigh_some(job_ids: Sequence[UUID]) -> set[UUID]:
    with transaction.atomic():
        live = Job.objects.live().filter(pk__in=job_ids).values_list("pk", flat=True)
        jobs = [job for job in lock_by_id(live, without=WIDE).values() if not job.is_final]
        lifters = _lifters(jobs)
        journal = Journal(database_now())
        changed = [job for job in jobs if _lift(job, lifters.get(job.pk), journal)]
        journal.flush()
    if changed:
        notifier.announce_jobs([job.pk for job in changed], ready=True)
    return {job.pk for job in changed}


def _lifters(jobs: Sequence[Job]) -> Mapping[UUID, Lifter]:
    """By job, what the most urgent of those asks for that wait for it: by an edge, or as its parent.

    A parent hands on what it was lifted to: its own priority was its children's to begin with, as its kind wanted.
    """
    ids = [job.pk for job in jobs]
    edges = Dependency.objects.filter(upstream_id__in=ids, is_open=True, job__outcome=None)
    pairs = list(edges.values_list("upstream_id", "job_id"))
    waiting = Job.objects.only(*SEEN).in_bulk({who for _, who in pairs})
    asked = [
        (job_id, other, Priority(other.effective_priority)) for job_id, who in pairs if (other := waiting.get(who))
    ]
    parents = Job.objects.only(*SEEN).in_bulk({job.parent_id for job in jobs if job.parent_id is not None})
    for job in jobs:
        parent = parents.get(job.parent_id)
        if parent is not None and parent.lifted_to:
            asked.append((job.pk, parent, Priority(parent.lifted_to)))
    return {job_id: (other, word) for job_id, other, word in sorted(asked, key=lambda each: PRIORITY_RANK[each[2]])}


def _lift(job: Job, lifter: Lifter | None, journal: Journal) -> bool:
    """Give the locked `job` the priority that is asked for where it is higher than its own; whether that is news."""
    wanted = higher(lifter[1], job.priority) if lifter else None
    if wanted == job.lifted_to:
        return False
    before, job.lifted_to = job.effective_priority, wanted
    job.turn_at = turn_lifted(job, before)
    if job.turn_at is not None and job.lease_id is None and higher(job.effective_priority, before):
        # Not behind what its owner has in the queue at its own priority either.
        job.turn_at = min(job.turn_at, journal.turns.place(job, journal.now) or job.turn_at)
    if lifter and wanted:
        text, data = f"Has the priority {wanted} from now on: {lifter[0]} waits for it", {"by": str(lifter[0].pk)}
    else:
        text, data = f"Has its own priority again: {job.priority}", {}
    journal.add(job, [logged(text, lifted_to=wanted, **data)])
    Job.objects.filter(pk=job.pk).update(lifted_to=wanted, turn_at=job.turn_at, last_seq=job.last_seq)
    return True


def _weigh_children(parent_ids: Iterable[UUID]) -> set[UUID]:
    """Lift the live children of these jobs with them, or no more; those it changed that wait for others themselves."""
    parents = Job.objects.live().filter(pk__in=parent_ids, children_open__gt=0)
    deeper: set[UUID] = set()
    for parent_id in parents.values_list("pk", flat=True):
        after: UUID | None = parent_id  # made later than it, its children have higher ids
        while after is not None:
            after, changed = _lift_children(parent_id, after)
            deeper |= {child.pk for child in changed if child.children_open or child.open_edges}
    return deeper


@again_after_deadlock
def _lift_children(parent_id: UUID, after: UUID) -> tuple[UUID | None, list[Job]]:
    """Lift a batch of the children, which may be very many: their log says nothing of it.

    Where the next batch begins, if there is one, and the children whose priority changed.
    """
    with transaction.atomic():
        lock_by_id([parent_id], without=WIDE)
        children = Job.objects.filter(parent_id=parent_id, pk__gt=after).live().order_by("pk").defer(*WIDE)
        page = locked(children[:BATCH])
        lifters = _lifters(page)
        changed = [child for child in page if _lift_child(child, lifters.get(child.pk))]
        Job.objects.bulk_update(changed, ["lifted_to", "turn_at"], batch_size=200)
    return (page[-1].pk if len(page) == BATCH else None), changed


def _lift_child(child: Job, lifter: Lifter | None) -> bool:
    wanted = higher(lifter[1], child.priority) if lifter else None
    if wanted == child.lifted_to:
        return False
    before, child.lifted_to = child.effective_priority, wanted
    child.turn_at = turn_lifted(child, before)
    return True
