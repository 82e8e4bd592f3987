"""Row locks in the order that avoids deadlocks: parents, then jobs, each by id."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from jobs.models import Job


def locked(jobs: QuerySet[Job], *, skip: bool = False) -> list[Job]:
    """The rows of `jobs`, locked until the transaction ends; with `skip`, those not locked by others.

    SQLite has one writer, and its transactions here are IMMEDIATE: being inside one is the lock.
    """
    if connection.vendor == "postgresql":
        jobs = jobs.select_for_update(skip_locked=skip, of=("self",))
    return list(jobs)


def lock_by_id(ids: Iterable[UUID]) -> dict[UUID, Job]:
    """The jobs of `ids` that exist, locked in the order of their ids."""
    return {job.pk: job for job in locked(Job.objects.filter(pk__in=set(ids)).order_by("pk"))}
