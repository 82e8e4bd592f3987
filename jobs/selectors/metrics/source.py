"""Whether a period is read from jobs or from their roll-ups."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from jobs.models import Job, RollUpProgress, WorkRollUp
from jobs.selectors.metrics.period import Period

# Of one owner, periods of so many days and fewer, in which so many jobs and fewer ended, are read from rows: to the
# second, percentiles too.
ROWS_DAYS = 31
MOST_ROWS = 10_000


def through(owner_id: UUID | None, period: Period) -> datetime | None:
    """Up to when roll-ups are to be read; None where rows alone tell all of it."""
    if owner_id is not None and period.days <= ROWS_DAYS and _has_rows(owner_id, period):
        return None
    return RollUpProgress.now().through


def _has_rows(owner_id: UUID, period: Period) -> bool:
    """Whether all of its jobs that count are there, and not too many."""
    bygone = WorkRollUp.objects.filter(whose=owner_id, bygone=True)
    if bygone.filter(at__gte=period.starts_at, at__lt=period.ends_at).exists():
        return False
    ended = Job.objects.owned_by(owner_id).ended_between(period.starts_at, period.ends_at).order_by()
    return ended[: MOST_ROWS + 1].count() <= MOST_ROWS
