"""The jobs that a job waits for, and the one whose priority it has for that."""

from __future__ import annotations

from accounts.models import User
from jobs.models import Dependency, Job
from jobs.selectors.jobs import readable_jobs


def open_upstream(caller: User, job: Job, most: int) -> tuple[list[Job], int]:
    """Up to `most` of those that have not ended and that the caller may see, and how many there are in all."""
    edges = Dependency.objects.filter(job_id=job.pk, is_open=True)
    upstream = readable_jobs(caller).filter(pk__in=edges.values("upstream_id")).order_by("pk")
    return list(upstream.only("title", "kind", "status")[:most]), edges.count()


def lifter_of(job: Job) -> Job | None:
    """The job that waits for `job`, and for which it has a higher priority than its own; None for one that has not.

    Where that one was lifted itself, it is the job that has the priority from nobody.
    """
    found, word, seen = None, job.lifted_to, {job.pk}
    at = job
    while word is not None and at.lifted_to == word and not job.is_final:
        waiting = Job.objects.live().exclude(pk__in=seen).only("title", "kind", "priority", "lifted_to")
        by_edge = waiting.filter(upstream_edges__upstream=at.pk, upstream_edges__is_open=True).order_by("pk")
        above = next((other for other in by_edge if other.effective_priority == word), None)
        if above is None and at.parent_id is not None:
            above = waiting.filter(pk=at.parent_id, lifted_to=word).first()
        if above is None:
            break
        found = at = above
        seen.add(at.pk)
    return found
