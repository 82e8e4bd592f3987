"""Keeps leases alive and tells their worker what was asked of its jobs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Least, Now

from jobs.conf import conf
from jobs.models import Lease


@dataclass(frozen=True, slots=True)
class Pulse:
    """One lease that is still mine, and the flags of its job."""

    job_id: UUID
    lease_id: UUID
    cancel_requested: bool
    hold_requested: bool
    parent_id: UUID | None = None


def extend(worker_id: UUID, held: Collection[UUID]) -> int:
    """Extend the leases `held` by `worker_id`, none past its deadline; how many were extended.

    Only those it really works on: one whose claim was committed but never answered has to run out.
    One that is locked is being settled or rescued: waiting for it could deadlock with a settling batch.
    """
    mine = Lease.objects.filter(worker_id=worker_id, lease_id__in=held)
    if connection.vendor == "postgresql":
        mine = Lease.objects.filter(pk__in=mine.select_for_update(skip_locked=True).values("pk"))
    later = Now() + timedelta(seconds=conf().lease_seconds)
    with transaction.atomic():
        return mine.update(expires_at=Least(later, "deadline_at"))


def postpone(lease_id: UUID, seconds: float) -> None:
    """Move the deadline of a lease `seconds` on: its time limit does not begin yet."""
    Lease.objects.filter(lease_id=lease_id).update(deadline_at=F("deadline_at") + timedelta(seconds=seconds))


def pulses(worker_id: UUID) -> list[Pulse]:
    """The leases of `worker_id`. One that is missing was lost: its holder must write nothing more."""
    rows = Lease.objects.filter(worker_id=worker_id).values_list(
        "job_id", "lease_id", "job__cancel_requested_at", "job__hold_requested", "job__parent_id"
    )
    return [
        Pulse(job_id, lease_id, cancel is not None, bool(hold), parent_id)
        for job_id, lease_id, cancel, hold, parent_id in rows
    ]
