"""Whose jobs are counted, and which of them a period holds. Each is a walk of an index that ends with the period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jobs.models import Job, LedgerEntry
from jobs.models.job import JobQuerySet
from jobs.selectors.metrics.period import Period


@dataclass(frozen=True, slots=True)
class Scope:
    """Jobs of `owner_id`, of everybody when that is None. Lists and counts are of top-level jobs."""

    owner_id: UUID | None
    period: Period

    def created(self) -> JobQuerySet:
        """Made in the period. By their ids, which are in the order of time, and then by the clock."""
        first, last = self.period.ids
        jobs = self._jobs().top_level().filter(pk__gte=first, pk__lt=last)
        return jobs.filter(created_at__gte=self.period.starts_at, created_at__lt=self.period.ends_at)

    def ended(self) -> JobQuerySet:
        """Final since a moment in the period, parts too."""
        jobs = self._jobs().final()
        return jobs.filter(finished_at__gte=self.period.starts_at, finished_at__lt=self.period.ends_at)

    def finished(self) -> JobQuerySet:
        """Final since a moment in the period."""
        return self.ended().top_level()

    def live(self) -> JobQuerySet:
        """Not final at this moment, whatever the period."""
        return self._jobs().live().top_level()

    def calls(self) -> Any:
        """Calls of models that were made in the period."""
        calls = LedgerEntry.objects.order_by()
        calls = calls if self.owner_id is None else calls.filter(owner_id=self.owner_id)
        return calls.filter(created_at__gte=self.period.starts_at, created_at__lt=self.period.ends_at)

    def as_dict(self) -> dict[str, Any]:
        return {
            "period": self.period.as_dict(),
            "owner": "all" if self.owner_id is None else str(self.owner_id),
        }

    def _jobs(self) -> JobQuerySet:
        jobs = Job.objects.order_by()
        return jobs if self.owner_id is None else jobs.owned_by(self.owner_id)
