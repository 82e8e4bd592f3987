"""All jobs of one owner as coalesced frames: what changed since the last look."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from jobs.live.reading import read
from jobs.live.signal import Signal
from jobs.selectors.recent import RECENT, jobs_by_id, recent_seqs
from jobs.services.describe import describe_jobs

# Leading edge: the first change is shown at once, the next ones together after this many seconds.
COALESCE_SECONDS = 0.25


class OwnerFeed:
    """Looks once for all sockets of an owner; each frame says what changed since the frame before."""

    def __init__(self, owner_id: UUID) -> None:
        self._owner_id = owner_id
        self._signal = Signal()
        self.followers = 0

    def touch(self) -> None:
        self._signal.set()

    async def follow(self) -> AsyncIterator[str]:
        """First a snapshot of the newest jobs, then frames with the jobs that changed, for ever."""
        seen = self._signal.version
        known = await read(recent_seqs, self._owner_id)
        yield _frame("snapshot", await read(_described, self._owner_id, list(known)[:RECENT]))
        while True:
            await self._signal.wait(seen)
            seen = self._signal.version
            current = await read(recent_seqs, self._owner_id)
            changed = [job_id for job_id, seq in current.items() if known.get(job_id) != seq]
            gone = [job_id for job_id in known if job_id not in current]
            known = current
            if changed or gone:
                yield _frame("jobs", await read(_described, self._owner_id, changed + gone))
            await asyncio.sleep(COALESCE_SECONDS)


def _described(owner_id: UUID, ids: list[UUID]) -> list[dict[str, Any]]:
    return describe_jobs(jobs_by_id(owner_id, ids))


def _frame(kind: str, jobs: list[dict[str, Any]]) -> str:
    return json.dumps({"type": kind, "jobs": jobs}, ensure_ascii=False)
