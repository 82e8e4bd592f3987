"""Jobs by what their payload names."""

from __future__ import annotations

from uuid import UUID

from jobs.models import Job
from jobs.models.job import JobQuerySet


def live_jobs_naming(owner_id: UUID, field: str, value: str) -> JobQuerySet:
    """The owner's jobs that have not ended and whose payload has `value`, a text, as `field`, which code names."""
    return Job.objects.owned_by(owner_id).live().filter(**{f"payload__{field}": value})
