"""The jobs that a job waits for."""

from __future__ import annotations

from accounts.models import User
from jobs.models import Dependency, Job
from jobs.selectors.jobs import readable_jobs


def open_upstream(caller: User, job: Job, most: int) -> tuple[list[Job], int]:
    """Up to `most` of those that have not ended and that the caller may see, and how many there are in all."""
    edges = Dependency.objects.filter(job_id=job.pk, is_open=True)
    upstream = readable_jobs(caller).filter(pk__in=edges.values("upstream_id")).order_by("pk")
    return list(upstream.only("title", "kind", "status")[:most]), edges.count()
