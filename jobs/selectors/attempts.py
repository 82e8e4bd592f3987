"""A job's attempts."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from jobs.models import Attempt


def attempts_of(job_id: UUID) -> QuerySet[Attempt]:
    """The job's attempts, oldest first."""
    return Attempt.objects.filter(job_id=job_id).order_by("number")
