"""What is stuck, and why: the jobs that wait for longest, each with its weightiest cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import User
from jobs.models import Job
from jobs.queue.clock import now as database_now
from jobs.selectors.stuck import longest_waiting
from jobs.services.cause import Cause
from jobs.services.explain import explain

MOST = 5


@dataclass(frozen=True, slots=True)
class Stuck:
    """`seconds` have gone by `since`: since it was due or, of what somebody has in hands, since it is overdue."""

    job: Job
    since: datetime
    seconds: float
    is_overdue: bool
    cause: Cause


def stuck(caller: User, owner_id: UUID | None) -> list[Stuck]:
    """`MOST` at most. The caller may see these jobs; other jobs are named to them only if they may see those too."""
    now = database_now()
    return [
        Stuck(
            one.job, one.since, max(0.0, (now - one.since).total_seconds()), one.is_overdue, explain(caller, one.job)[0]
        )
        for one in longest_waiting(owner_id, MOST)
    ]
