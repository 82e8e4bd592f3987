"""Whose work is summed, over which period, and from what: from rows, or from roll-ups as far as they go.

Each is a walk of an index that ends with the period.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.query import QuerySet

from jobs.models import Job, LedgerEntry, RollUp
from jobs.models.job import JobQuerySet
from jobs.models.ledger import LedgerEntryQuerySet
from jobs.models.roll_up import EVERYBODY
from jobs.models.roll_up_progress import NEVER
from jobs.selectors.metrics.period import Period


@dataclass(frozen=True, slots=True)
class Scope:
    """Jobs of `owner_id`, of everybody when that is None. Lists and counts are of top-level jobs.

    What came to its end before `through` is taken from roll-ups; all rows are read where that is None.
    """

    owner_id: UUID | None
    period: Period
    through: datetime | None = None

    @property
    def rows_from(self) -> datetime:
        """Rows are read from here to the end of the period."""
        return min(max(self.through or NEVER, self.period.starts_at), self.period.ends_at)

    def created(self) -> JobQuerySet:
        """Made in the period, of which rows are read."""
        if self.rows_from == self.period.ends_at:
            return Job.objects.none()
        return self._jobs().top_level().created_between(self.rows_from, self.period.ends_at)

    def ended(self) -> JobQuerySet:
        """Final since a moment in the period, of which rows are read, parts too."""
        if self.rows_from == self.period.ends_at:
            return Job.objects.none()
        ended = self._jobs().ended_between(self.rows_from, self.period.ends_at)
        return ended.by_ended_kinds() if self.owner_id is None else ended

    def finished(self) -> JobQuerySet:
        """The same without parts."""
        return self.ended().top_level()

    def live(self) -> JobQuerySet:
        """Not final at this moment, whatever the period."""
        return self._jobs().live().top_level()

    def calls(self) -> LedgerEntryQuerySet:
        """Calls of models that were made in the period, of which rows are read."""
        calls = LedgerEntry.objects.order_by()
        if self.rows_from == self.period.ends_at:
            return calls.none()
        if self.owner_id is None:
            return calls.by_ids_between(self.rows_from, self.period.ends_at)
        return calls.filter(owner_id=self.owner_id).made_between(self.rows_from, self.period.ends_at)

    def rolled_up(self, model: type[RollUp]) -> QuerySet[Any]:
        """The roll-ups of the period: of what rows are not read of, and of what has no rows any more."""
        if self.through is None:
            return model.objects.none()
        rows = model.objects.filter(at__gte=self.period.starts_at, at__lt=self.period.ends_at)
        without_rows = Q(bygone=True) | Q(at__lt=self.rows_from)
        return rows.filter(without_rows, whose=self.owner_id or EVERYBODY).order_by()

    def as_dict(self) -> dict[str, Any]:
        return {
            "period": self.period.as_dict(),
            "owner": "all" if self.owner_id is None else str(self.owner_id),
            "basis": self._basis(),
        }

    def _basis(self) -> dict[str, Any]:
        """Where what is told comes from; `rows_from` is null where no row was read."""
        reads_rows = self.rows_from < self.period.ends_at
        return {
            "roll_ups": self.through is not None,
            "rows_from": self.rows_from.isoformat().replace("+00:00", "Z") if reads_rows else None,
        }

    def _jobs(self) -> JobQuerySet:
        jobs = Job.objects.order_by()
        return jobs if self.owner_id is None else jobs.owned_by(self.owner_id)
