"""What every worker does beside its jobs: stage what is due, rescue what was lost, prune what is old."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable

from accounts.services.expiry import purge_expired
from jobs.conf import conf
from jobs.handlers import registry
from jobs.queue.prune import prune
from jobs.queue.rescue import rescue
from jobs.queue.stage import stage
from jobs.queue.workers import forget, mark_silent_lost
from jobs.worker.committer import Committer

logger = logging.getLogger(__name__)

STAGE_SECONDS = 0.5
SILENT_LEASES = 3
FORGOTTEN_DAYS = 7


class Maintenance:
    """`wake` is called when something became claimable."""

    def __init__(self, committer: Committer, wake: Callable[[], None]) -> None:
        self._committer = committer
        self._wake = wake

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._every(STAGE_SECONDS, self._stage))
            group.create_task(self._every(conf().rescue_seconds, self._rescue))
            group.create_task(self._every(conf().prune_seconds, self._prune))

    async def _every(self, seconds: float, work: Callable[[], int]) -> None:
        """Do `work` about every `seconds`, jittered, so that workers do not do it all at one instant."""
        while True:
            try:
                if await self._committer.call(work):
                    self._wake()
            except Exception:
                logger.exception("maintenance failed; it goes on")
            await asyncio.sleep(seconds * random.uniform(0.8, 1.2))

    def _stage(self) -> int:
        return stage()

    def _rescue(self) -> int:
        return stage() if rescue() else 0

    def _prune(self) -> int:
        mark_silent_lost(SILENT_LEASES * conf().lease_seconds)
        forget(FORGOTTEN_DAYS)
        for handler in registry:
            days = conf().retention_days if handler.retention_days is None else handler.retention_days
            prune(handler.kind, days)
        purge_expired()
        return 0
