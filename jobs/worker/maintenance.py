"""What every worker does beside its jobs: stage, fire schedules, rescue what was lost, mend, roll up, prune."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta

from django.db import connection

from accounts.services.expiry import purge_expired
from jobs.conf import conf
from jobs.handlers import recurring
from jobs.handlers.leftovers import registered
from jobs.handlers.retention import rules
from jobs.queue.clock import now as database_now
from jobs.queue.funding import Funding
from jobs.queue.lift_sweep import LiftSweep
from jobs.queue.mend import Sweep
from jobs.queue.prune import prune
from jobs.queue.rescue import rescue
from jobs.queue.rollups.making import step
from jobs.queue.spending import forget_days
from jobs.queue.stage import stage
from jobs.queue.workers import forget, mark_silent_lost
from jobs.selectors.capacity import SILENT_LEASES
from jobs.worker.committer import Committer

logger = logging.getLogger(__name__)

STAGE_SECONDS = 0.5
SCHEDULE_SECONDS = 1.0
# A page of parents at a time, and a rest once all were looked at.
MEND_SECONDS = 1.0
MENDED_SECONDS = 30.0
# Likewise of jobs held for want of money.
FUND_SECONDS = 1.0
FUNDED_SECONDS = 4.0
ROLL_UP_SECONDS = 60.0
FORGOTTEN_DAYS = 7


class Maintenance:
    """`wake` is called when something became claimable."""

    def __init__(self, committer: Committer, wake: Callable[[], None]) -> None:
        self._committer = committer
        self._wake = wake

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._every(STAGE_SECONDS, self._waking(stage)))
            group.create_task(self._every(SCHEDULE_SECONDS, self._waking(recurring.fire_due)))
            group.create_task(self._every(conf().rescue_seconds, self._waking(_rescue)))
            group.create_task(self._every(MEND_SECONDS, self._waking(Sweep(MENDED_SECONDS).page)))
            group.create_task(self._every(MEND_SECONDS, self._waking(LiftSweep(MENDED_SECONDS).page)))
            group.create_task(self._every(ROLL_UP_SECONDS, self._roll_up))
            group.create_task(self._every(FUND_SECONDS, self._waking(Funding(FUNDED_SECONDS).page)))
            group.create_task(self._every(conf().prune_seconds, self._prune))

    async def _every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        """Do `work` about every `seconds`, jittered, so that workers do not do it all at one instant."""
        while True:
            try:
                await work()
            except Exception:
                logger.exception("maintenance failed; it goes on")
            await asyncio.sleep(seconds * random.uniform(0.8, 1.2))

    def _waking(self, work: Callable[[], int]) -> Callable[[], Awaitable[None]]:
        """`work`, done between two commits; the worker looks for jobs when it found something to do."""

        async def call() -> None:
            if await self._committer.call(work):
                self._wake()

        return call

    async def _roll_up(self) -> None:
        """On a thread and connection of its own: what reads a whole day must not keep commits waiting."""
        while await asyncio.to_thread(_rolled_up):
            pass

    async def _prune(self) -> None:
        """A batch between two commits, and the next, until nothing is past its time."""
        await self._committer.call(_tidy)
        for rule in await self._committer.call(rules):
            while await self._committer.call(prune, rule.kind, rule.outcome, rule.days):
                pass
        for leftovers in registered():
            while await self._committer.call(leftovers.delete_some):
                pass


def _rolled_up() -> bool:
    try:
        return step()
    finally:
        connection.close()


def _rescue() -> int:
    return stage() if rescue() else 0


def _tidy() -> None:
    mark_silent_lost(SILENT_LEASES * conf().lease_seconds)
    forget(FORGOTTEN_DAYS)
    purge_expired()
    forget_days(database_now().date() - timedelta(days=FORGOTTEN_DAYS))
