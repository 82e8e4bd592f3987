"""Jobs that a caller may see, and how lists narrow and order them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from jobs.models import Job
from jobs.models.job import JobQuerySet
from jobs.selectors.filtering import Filters, filtered
from jobs.states import MANUAL


def visible_jobs(caller: User) -> JobQuerySet:
    """The caller's own jobs."""
    return Job.objects.owned_by(caller.pk)


def all_jobs() -> JobQuerySet:
    """Everybody's jobs: for staff interfaces only."""
    return Job.objects.all()


def workable_jobs(caller: User) -> JobQuerySet:
    """Those that the caller may read and work on: their own, and people's work that is assigned to them."""
    return Job.objects.filter(Q(owner=caller) | Q(assignee=caller, kind=MANUAL))


def workable_job(caller: User, job_id: UUID) -> Job:
    """One that the caller may read and work on; DoesNotExist for a missing one and for a hidden one alike."""
    return workable_jobs(caller).get(pk=job_id)


def listed_jobs(caller: User, filters: Filters) -> JobQuerySet:
    """Those that match: the caller's own or, where those assigned to the caller are asked for, whoever owns them."""
    return filtered(workable_jobs(caller) if filters.assignee == caller.pk else visible_jobs(caller), filters)


def visible_job(caller: User, job_id: UUID) -> Job:
    """One of the caller's jobs; DoesNotExist for a missing one and for somebody else's alike."""
    return visible_jobs(caller).get(pk=job_id)


def sees_everybody(caller: User) -> bool:
    """Staff who may view jobs in the console."""
    return caller.is_staff and caller.has_perm("jobs.view_job")


def readable_jobs(caller: User) -> JobQuerySet:
    """Those that the caller may look at on a page: those that they may work on, or everybody's."""
    return all_jobs() if sees_everybody(caller) else workable_jobs(caller)


def readable_job(caller: User, job_id: UUID) -> Job:
    """One that the caller may look at on a page; DoesNotExist for a missing one and for a hidden one alike."""
    return readable_jobs(caller).get(pk=job_id)


def kinds_among(jobs: JobQuerySet, kinds: Collection[str]) -> set[str]:
    """Those of `kinds` that some of `jobs` are of."""
    return set(jobs.filter(kind__in=kinds).order_by().values_list("kind", flat=True).distinct())


def progress_of(job_id: UUID) -> int:
    """0 to 100; 0 for a job that is gone."""
    return Job.objects.filter(pk=job_id).values_list("progress", flat=True).first() or 0


def for_listing(jobs: JobQuerySet) -> JobQuerySet:
    """`jobs` without the columns that only a job's own page needs, and with tags and edges."""
    return jobs.defer("payload", "result", "description", "join_policy").prefetch_related("tag_rows", "upstream_edges")
