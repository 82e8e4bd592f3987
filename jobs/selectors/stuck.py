"""Jobs that wait and should not: those at which nothing happened for longest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Now

from jobs.models import Job
from jobs.models.measures import DUE_AT
from jobs.states import MANUAL, Status

PATIENCE = timedelta(minutes=1)  # a worker may take that long before a job that is due counts as stuck


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job, and since when nothing happens to it."""

    job: Job
    since: datetime
    is_overdue: bool


def longest_waiting(owner_id: UUID | None, most: int) -> list[Waiting]:
    """At most `most`, of `owner_id` or of everybody.

    Stuck is what is held or blocked, what is due and no worker has begun it within `PATIENCE`, and what is past its
    due time. People's work waits for nobody until it is overdue.
    """
    now = Now()
    claimable = Q(status=Status.PENDING) & ~Q(kind=MANUAL) & Q(since__lt=now - PATIENCE)
    late = Q(due_at__lt=now)
    kept = Q(status__in=[Status.HELD, Status.BLOCKED])
    jobs = Job.objects.live().top_level()
    found: QuerySet[Any] = (
        (jobs if owner_id is None else jobs.owned_by(owner_id))
        .annotate(since=_since())
        .filter(kept | claimable | late)
        .annotate(is_overdue=Case(When(late, then=True), default=False))
        .select_related("owner", "parent")
        .defer("payload", "result", "description", "join_policy")
        .order_by("since", "pk")
    )
    return [Waiting(job, job.since, job.is_overdue) for job in found[:most]]


def _since() -> Case:
    """Since when nothing happens: of what was begun, or is a person's to begin, since it should have been done."""
    waits = Q(status__in=[Status.HELD, Status.BLOCKED]) | (Q(status=Status.PENDING) & ~Q(kind=MANUAL))
    return Case(When(waits, then=DUE_AT), default=F("due_at"))
