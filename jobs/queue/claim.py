"""Takes jobs for a worker: state, attempt, lease and journal in one transaction, committed before any work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from jobs import notifier
from jobs.conf import conf
from jobs.events import state_changed
from jobs.models import Job
from jobs.queue.clock import now as database_now
from jobs.queue.driver import driver
from jobs.queue.journal import Journal
from jobs.queue.limits import take
from jobs.queue.writer import writer
from jobs.queue.writes import Custodian
from jobs.states import Status

# How long past its time limit a job is still extended: its own worker ends it first and says so.
DEADLINE_GRACE_SECONDS = 5.0


def claim(worker_id: UUID, known: Mapping[str, int], limit: int) -> list[Custodian]:
    """Up to `limit` jobs, in the order of claiming, each under a new lease of `worker_id`.

    `known` is the newest payload version that may be taken of each kind; newer ones, and other kinds, are left.
    """
    if limit < 1 or not (ready := driver().ready(known)):
        return []
    with transaction.atomic():
        ids = [taken.job_id for taken in take(ready, known, limit)]
        if not ids:
            return []
        rows = Job.objects.in_bulk(ids)
        jobs = [rows[job_id] for job_id in ids]
        now = database_now()
        lease = timedelta(seconds=conf().lease_seconds)
        writer().grant(
            [
                {
                    "job_id": job.pk,
                    "lease_id": held(job),
                    "worker_id": worker_id,
                    "kind": job.kind,
                    "owner_id": job.owner_id,
                    "claimed_at": now,
                    "expires_at": now + lease,
                    "deadline_at": now + timedelta(seconds=job.timeout_seconds + DEADLINE_GRACE_SECONDS),
                }
                for job in jobs
            ]
        )
        writer().begin_attempts(
            [
                {
                    "job_id": job.pk,
                    "number": job.attempt,
                    "lease_id": held(job),
                    "worker_id": worker_id,
                    "started_at": now,
                }
                for job in jobs
            ]
        )
        journal = Journal(now)
        for job in jobs:
            job.last_seq -= 1  # the claim has already counted this fact
            journal.add(job, [state_changed(Status.PROCESSING, f"Attempt {job.attempt} started", attempt=job.attempt)])
        journal.flush()
    notifier.announce_jobs(ids)
    return [custodian_of(job) for job in jobs]


def held(job: Job) -> UUID:
    """The lease of a job that was just claimed."""
    if job.lease_id is None:
        raise ValueError(f"{job.pk} is not claimed")
    return job.lease_id


def custodian_of(job: Job) -> Custodian:
    """A claimed job as values that outlive the transaction."""
    return Custodian(
        job_id=job.pk,
        root_id=job.root_id,
        owner_id=job.owner_id,
        kind=job.kind,
        payload_version=job.payload_version,
        payload=job.payload,
        attempt=job.attempt,
        failures=job.failures,
        max_attempts=job.max_attempts,
        lease_id=held(job),
        timeout_seconds=job.timeout_seconds,
        created_at=job.created_at,
        phase=job.phase,
        losses=job.losses,
    )
