"""A job once more: what was asked for, asked for again."""

from __future__ import annotations

from uuid import UUID

from accounts.models import User
from jobs.conf import conf
from jobs.handlers import registry
from jobs.models import Job
from jobs.selectors.jobs import all_jobs, visible_job
from jobs.services.submit import Submission, Submitted, submit


def duplicate_job(caller: User, job_id: UUID, *, idempotency_key: str | None = None) -> Submitted:
    """A new job of the same kind and payload, with the same words, priority and limits; it starts when it can.

    DoesNotExist; InvalidSubmission when the kind is gone or the payload fits it no more; and as `submit`.
    """
    return _again(visible_job(caller, job_id), idempotency_key)


def duplicate_for_staff(job_id: UUID) -> Submitted:
    """The same of anybody's job, for its owner; the console has checked the permission, and writes the audit entry."""
    return _again(all_jobs().get(pk=job_id), None)


def _again(job: Job, idempotency_key: str | None) -> Submitted:
    payload = registry.get(job.kind).load(job.payload, job.payload_version)
    return submit(
        Submission(
            owner_id=job.owner_id,
            kind=job.kind,
            payload=payload.model_dump(mode="json"),
            title=job.title,
            description=job.description,
            priority=job.priority,
            category=job.category,
            tags=sorted(job.tag_rows.values_list("name", flat=True)),
            estimated_minutes=job.estimated_minutes,
            max_attempts=min(job.max_attempts, conf().max_attempts_limit),
            max_cost_nano=job.max_cost_nano,
            idempotency_key=idempotency_key,
        )
    )
