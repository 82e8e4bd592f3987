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
    return sum(resume_if_funded(job) for job in waiting.only("id", "root_id", "owner_id")[:limit])


def resume_if_funded(job: Job) -> bool:
    """Resume `job` if it is held for its budget and every cap leaves enough for the call that was refused."""
    day = day_key(job.owner_id, database_now().date())
    caps = {job_key(job.pk): root_caps([job])[job.pk], day: daily_caps([job.owner_id])[job.owner_id]}
    spends = Spend.objects.in_bulk(list(caps))
    if not all(_suffices(cap, spends.get(key)) for key, cap in caps.items()):
        return False
    if not Job.objects.filter(pk=job.pk, status=Status.HELD, held_reason=HeldReason.BUDGET).exists():
        return False
    with suppress(WrongState, Job.DoesNotExist):
        control.resume(job.pk)
        return True
    return False


def _suffices(cap: int | None, spend: Spend | None) -> bool:
    if cap is None:
        return True
    return cap > 0 if spend is None else spend.settled_nano + max(spend.wanted_nano, 1) <= cap
