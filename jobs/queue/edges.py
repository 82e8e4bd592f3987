"""Dependencies: what a job waits for, and what happens to it when that has ended."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection

from jobs.errors import InvalidSubmission
from jobs.events import logged, state_changed
from jobs.models import Dependency, Job
from jobs.queue.journal import Journal
from jobs.queue.lift import weigh_later
from jobs.queue.locking import lock_by_id, locked
from jobs.queue.transition import next_status, transition
from jobs.states import FAILING, SKIPPED, HeldReason, Status

# Asked at the end of every job, almost always in vain: by one parameter, where the ORM would make one of each id.
HAS_OPEN_EDGES = {
    "postgresql": "SELECT EXISTS (SELECT 1 FROM jobs_dependency WHERE is_open AND upstream_id = ANY(%s::uuid[]))",
    "sqlite": """
SELECT EXISTS (SELECT 1 FROM jobs_dependency WHERE is_open AND upstream_id IN (SELECT value FROM json_each(%s)))
""",
}
OnFailure = Dependency.OnFailure
_SEEN = ("pk", "status", "error_class", "priority", "lifted_to")


def has_failed(job: Job) -> bool:
    """Whether `job` ended in a way that those mind who wait for it; one that was skipped did not."""
    return job.status in FAILING and job.error_class != SKIPPED


def upstream_of(owner_id: UUID, ids: Sequence[UUID], on_failure: str) -> list[Job]:
    """The jobs of `owner_id` that a new job is to wait for, locked until the transaction ends.

    InvalidSubmission names the ids that are not there, and those that have failed already where that matters.
    """
    jobs = locked(Job.objects.owned_by(owner_id).filter(pk__in=ids).only(*_SEEN).order_by("pk"))
    if missing := set(ids) - {job.pk for job in jobs}:
        raise InvalidSubmission({"depends_on": f"No such job: {', '.join(sorted(map(str, missing)))}."})
    failed = [str(job.pk) for job in jobs if has_failed(job)]
    if failed and on_failure in {OnFailure.CANCEL, OnFailure.SKIP}:
        raise InvalidSubmission(
            {"depends_on": f"Failed or cancelled already: {', '.join(failed)}. Retry them, or wait for others."}
        )
    return jobs


def fate_of(job: Job) -> str:
    """How the final `job` ended, for those who wait for it: one that was skipped is as good as done."""
    return job.status if job.error_class != SKIPPED else SKIPPED


def holds_back(upstream: Iterable[Job], on_failure: str) -> bool:
    """Whether a job that is to be held when what it waits for fails has one among its `upstream` that has."""
    return on_failure == OnFailure.HOLD and any(has_failed(job) for job in upstream)


def hold_back(job: Job, journal: Journal) -> None:
    """Hold the locked `job`, whose upstream did not succeed; one that is held already, from now on for that."""
    text, reason = "A job that this one waited for did not succeed", HeldReason.UPSTREAM
    if job.status != Status.HELD:
        fact = state_changed(Status.HELD, text, reason=reason)
        transition(job, "hold", Status.HELD, journal, [fact], held_reason=reason)
        return
    job.held_reason = reason
    journal.add(job, [logged(text, "warning")])
    Job.objects.filter(pk=job.pk).update(held_reason=reason, last_seq=job.last_seq)


def add_edges(job: Job, upstream: Sequence[Job], on_failure: str) -> None:
    """Let `job` wait for those of `upstream` that are live; the others are noted too."""
    Dependency.objects.bulk_create(
        Dependency(job=job, upstream=other, on_failure=on_failure, is_open=not other.is_final) for other in upstream
    )


def close_edges(fates: Mapping[UUID, str], journal: Journal) -> None:
    """Close the edges from jobs that ended; who waits for nothing more goes on, who minds a failure does not.

    `fates` is how each of them ended, as `fate_of` says.
    """
    if not fates or not _has_open_edges(fates):
        return
    edges = list(Dependency.objects.filter(upstream_id__in=fates, is_open=True))
    waiting = lock_by_id(edge.job_id for edge in edges)
    # Again, under the locks: until then a job may have been told to wait for others instead.
    edges = list(Dependency.objects.filter(upstream_id__in=fates, is_open=True))
    Dependency.objects.filter(upstream_id__in=fates, is_open=True).update(is_open=False)
    by_job: dict[UUID, list[Dependency]] = {}
    for edge in edges:
        by_job.setdefault(edge.job_id, []).append(edge)
    for job_id, closed in by_job.items():
        _close(waiting[job_id], closed, fates, journal)


def reopen_edges(upstream: Job, journal: Journal) -> None:
    """Let those wait again for the locked `upstream`, which is retried, that its failure has kept from running."""
    kept = Dependency.objects.filter(upstream=upstream, is_open=False).filter(
        job__status=Status.HELD, job__held_reason=HeldReason.UPSTREAM
    )
    waiting = lock_by_id(kept.values_list("job_id", flat=True))
    for edge in Dependency.objects.filter(upstream=upstream, is_open=False, job__in=waiting):
        job = waiting[edge.job_id]
        if job.status != Status.HELD or job.held_reason != HeldReason.UPSTREAM:
            continue  # it was told to go on before it could be locked
        Dependency.objects.filter(pk=edge.pk).update(is_open=True)
        job.open_edges += 1
        Job.objects.filter(pk=job.pk).update(open_edges=job.open_edges)
        fact = state_changed(Status.BLOCKED, "The job that it waited for is retried")
        transition(job, "resume", Status.BLOCKED, journal, [fact])
        weigh_later([job.pk])


def _has_open_edges(upstream: Iterable[UUID]) -> bool:
    ids = [each.hex for each in upstream]
    with connection.cursor() as cursor:
        is_array = connection.vendor == "postgresql"
        cursor.execute(HAS_OPEN_EDGES[connection.vendor], [ids if is_array else json.dumps(ids)])
        return bool(cursor.fetchone()[0])


def _close(job: Job, closed: Sequence[Dependency], fates: Mapping[UUID, str], journal: Journal) -> None:
    job.open_edges -= len(closed)
    Job.objects.filter(pk=job.pk).update(open_edges=job.open_edges)
    if job.is_final:
        return
    minded = {edge.on_failure for edge in closed if fates[edge.upstream_id] in FAILING}
    if OnFailure.CANCEL in minded:
        _cancel(job, _blamed(closed, fates, OnFailure.CANCEL), journal)
    elif OnFailure.SKIP in minded:
        _skip(job, _blamed(closed, fates, OnFailure.SKIP), journal)
    elif OnFailure.HOLD in minded:
        hold_back(job, journal)
    elif job.status == Status.BLOCKED and not job.open_edges and job.has_place is not False:
        to, wake_at = next_status(job, journal.now)
        fact = state_changed(to, "Waits for no other job any more")
        transition(job, "unblock", to, journal, [fact], wake_at=wake_at)


def _blamed(closed: Sequence[Dependency], fates: Mapping[UUID, str], on_failure: str) -> str:
    """The jobs that did not succeed and were minded so, with how they ended."""
    return "; ".join(
        f"job {edge.upstream_id} {fates[edge.upstream_id]}"
        for edge in closed
        if edge.on_failure == on_failure and fates[edge.upstream_id] in FAILING
    )


def _cancel(job: Job, why: str, journal: Journal) -> None:
    text = f"Cancelled, because what it waited for did not succeed: {why}"
    _end(job, "UpstreamFailed", text, journal)


def _skip(job: Job, why: str, journal: Journal) -> None:
    """Those that wait for it go on, as if it had been done."""
    _end(job, SKIPPED, f"Left out, because what it waited for did not succeed: {why}", journal)


def _end(job: Job, error_class: str, text: str, journal: Journal) -> None:
    fact = state_changed(Status.CANCELLED, text, "warning")
    transition(job, "cancel", Status.CANCELLED, journal, [fact], error_class=error_class, error_message=text)
