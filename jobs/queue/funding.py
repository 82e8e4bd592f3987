"""Jobs that were held for want of money: held at the root, and let go on once there is enough again."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from jobs.errors import WrongState
from jobs.models import Job, Spend
from jobs.queue import control
from jobs.queue.budget import daily_caps, root_caps
from jobs.queue.clock import now as database_now
from jobs.queue.spending import day_key, job_key
from jobs.states import HeldReason, Status

MOST_RESUMED = 100


def hold_unfunded(root_id: UUID) -> None:
    """Hold the job whose call was refused, and with it all that belongs to it."""
    with suppress(WrongState, Job.DoesNotExist):  # it has ended meanwhile, or is gone
        control.hold(root_id, HeldReason.BUDGET)


class Funding:
    """Looks at all jobs held for their budget, a page at a call, and rests when it has seen the last.

    It resumes those that may make their next call, at most `MOST_RESUMED` at a call.
    """

    def __init__(self, rest_seconds: float = 0.0) -> None:
        self._rest_seconds = rest_seconds
        self._after: UUID | None = None
        self._next_round = 0.0

    def page(self, limit: int = 1_000) -> int:
        """How many of the next held jobs go on."""
        if time.monotonic() < self._next_round:
            return 0
        page = self._next(limit)
        funded = _funded(page)
        if len(funded) > MOST_RESUMED:  # the others of the page are looked at again
            funded = funded[:MOST_RESUMED]
            self._after = funded[-1].pk
        else:
            self._after = page[-1].pk if len(page) == limit else None
        if self._after is None:
            self._next_round = time.monotonic() + self._rest_seconds
        return sum(_resume(job.pk) for job in funded)

    def _next(self, limit: int) -> list[Job]:
        waiting = Job.objects.filter(held_reason=HeldReason.BUDGET, parent=None).order_by("pk")
        if self._after is not None:
            waiting = waiting.filter(pk__gt=self._after)
        return list(waiting.only("id", "root_id", "owner_id")[:limit])


def resume_if_funded(job: Job) -> bool:
    """Let `job` go on if it is held, or about to be, for its budget, and every cap leaves enough for its next call."""
    is_held = HeldReason.BUDGET in {job.held_reason, job.hold_requested}
    return is_held and bool(_funded([job])) and _resume(job.pk)


def _funded(jobs: Sequence[Job]) -> list[Job]:
    """Those of `jobs`, none of them a part of another, whose caps all leave enough for the call that was refused."""
    own, daily = root_caps(jobs), daily_caps({job.owner_id for job in jobs})
    today = database_now().date()
    caps = {
        job.pk: {job_key(job.pk): own.get(job.pk), day_key(job.owner_id, today): daily.get(job.owner_id)}
        for job in jobs
    }
    spends = Spend.objects.in_bulk({key for keys in caps.values() for key in keys})

    def allows(key: str, cap: int | None) -> bool:
        spend = spends.get(key) or Spend(key=key)
        return spend.allows(cap, spend.wanted_nano)

    return [job for job in jobs if all(allows(key, cap) for key, cap in caps[job.pk].items())]


def _resume(job_id: UUID) -> bool:
    with suppress(WrongState, Job.DoesNotExist):
        return control.resume(job_id, only=HeldReason.BUDGET).status != Status.HELD
    return False
