"""Takes jobs for a worker: state, attempt, lease and journal in one statement, committed before any work."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from jobs import notifier
from jobs.conf import conf
from jobs.queue.driver import driver
from jobs.queue.limits import take
from jobs.queue.wanted import Claimant
from jobs.queue.writes import Custodian

# How long past its time limit a job is still extended: its own worker ends it first and says so.
DEADLINE_GRACE_SECONDS = 5.0


def claim(worker_id: UUID, known: Mapping[str, int], limit: int) -> list[Custodian]:
    """Up to `limit` jobs, in the order of claiming, each under a new lease of `worker_id`.

    `known` is the newest payload version that may be taken of each kind; newer ones, and other kinds, are left.
    """
    if limit < 1 or not (ready := driver().ready(known)):
        return []
    claimant = Claimant(worker_id, conf().lease_seconds, DEADLINE_GRACE_SECONDS)
    with transaction.atomic():
        taken = take(claimant, ready, known, limit)
    notifier.announce_jobs([custodian.job_id for custodian in taken])
    return taken
