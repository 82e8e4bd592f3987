"""Takes jobs for a worker: state, attempt, lease and journal together, committed before any work.

Whoever claims announces it, once the work has begun.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

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
    if limit < 1:
        return []
    claimant = Claimant(worker_id, conf().lease_seconds, DEADLINE_GRACE_SECONDS)
    return driver().claim_at_once(claimant, known, limit) or _within_limits(claimant, known, limit)


def _within_limits(claimant: Claimant, known: Mapping[str, int], limit: int) -> list[Custodian]:
    if not (ready := driver().ready(known)):
        return []
    with transaction.atomic():
        return take(claimant, ready, known, limit)
