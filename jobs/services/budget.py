"""What an owner and a job may still spend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from accounts.models import User
from jobs.models import Job, Spend
from jobs.money import usd
from jobs.queue.budget import daily_cap, root_caps
from jobs.queue.clock import now as database_now
from jobs.queue.spending import day_key, job_key


@dataclass(frozen=True, slots=True)
class Budget:
    """In nano-dollars; `cap` None is no cap. `reserved` is what calls under way may still cost.

    It `lacks` something when what is left does not do for the call that was refused last.
    """

    cap: int | None
    spent: int
    reserved: int
    lacks: bool
    resets_at: datetime | None = None

    @property
    def left(self) -> int | None:
        """What more may be spent or reserved; None without a cap."""
        return None if self.cap is None else max(0, self.cap - self.spent - self.reserved)

    def as_dict(self) -> dict[str, Any]:
        """As the API answers it, in dollars."""
        return {
            "daily_usd": usd(self.cap),
            "spent_usd": usd(self.spent),
            "reserved_usd": usd(self.reserved),
            "left_usd": usd(self.left),
            "resets_at": self.resets_at,
        }


def budget_of_day(owner: User) -> Budget:
    """What `owner` may spend today (UTC)."""
    today = database_now().date()
    tomorrow = datetime.combine(today + timedelta(days=1), time(), UTC)
    return _budget(daily_cap(owner.daily_budget_nano), day_key(owner.pk, today), tomorrow)


def has_daily_cap(owner: User) -> bool:
    """Whether what `owner` spends in a day is limited; known without a query."""
    return daily_cap(owner.daily_budget_nano) is not None


def budget_of_job(job: Job) -> Budget:
    """What `job` may spend, with all that it belongs to."""
    return _budget(root_caps([job])[job.root_id], job_key(job.root_id))


def _budget(cap: int | None, key: str, resets_at: datetime | None = None) -> Budget:
    spend = Spend.objects.filter(pk=key).first() or Spend(key=key)
    lacks = not spend.allows(cap, spend.wanted_nano)
    return Budget(cap, spend.settled_nano, spend.reserved_nano, lacks, resets_at)
