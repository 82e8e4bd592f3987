"""Jobs that were held for want of money: held at the root, and let go on once there is enough again."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from jobs.errors import WrongState
from jobs.models import Job, Spend
from jobs.queue import control
from jobs.queue.budget import daily_caps, root_caps
from jobs.queue.clock import now as database_now
from jobs.queue.spending import day_key, job_key
from jobs.states import HeldReason, Status


def hold_unfunded(root_id: UUID) -> None:
    """Hold the job whose call was refused, and with it all that belongs to it."""
    with suppress(WrongState, Job.DoesNotExist):  # it has ended meanwhile, or is gone
        control.hold(root_id, HeldReason.BUDGET)


def resume_funded(limit: int = 100) -> int:
    """Resume up to `limit` jobs held for their budget that may make their next call; how many."""
    waiting = Job.objects.filter(held_reason=HeldReason.BUDGET, parent=None).order_by("pk")
    return sum(resume_if_funded(job) for job in waiting.only("id", "root_id", "owner_id", "held_reason")[:limit])


def resume_if_funded(job: Job) -> bool:
    """Resume `job` if it is held for its budget and every cap leaves enough for the call that was refused."""
    if job.held_reason != HeldReason.BUDGET:
        return False
    day = day_key(job.owner_id, database_now().date())
    caps = {job_key(job.pk): root_caps([job])[job.pk], day: daily_caps([job.owner_id])[job.owner_id]}
    spends = Spend.objects.in_bulk(list(caps))
    wanting = [spends.get(key) or Spend(key=key) for key in caps]
    if not all(spend.allows(caps[spend.key], spend.wanted_nano) for spend in wanting):
        return False
    with suppress(WrongState, Job.DoesNotExist):
        return control.resume(job.pk, only=HeldReason.BUDGET).status != Status.HELD
    return False
