"""All jobs of one owner, and what others assigned to them, as coalesced frames: what changed since the last look."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from jobs.live.reading import read
from jobs.live.signal import Signal
from jobs.selectors.recent import RECENT, assigned_by_id, assigned_seqs, jobs_by_id, recent_seqs
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
        known, given = await read(recent_seqs, self._owner_id), await read(assigned_seqs, self._owner_id)
        yield _frame("snapshot", await read(_described, self._owner_id, list(known)[:RECENT]))
        if given:
            yield _frame("assigned", await read(_assigned, self._owner_id, list(given)), gone=[])
        while True:
            await self._signal.wait(seen)
            seen = self._signal.version
            current = await read(recent_seqs, self._owner_id)
            if ids := [*_changed(known, current), *_gone(known, current)]:
                yield _frame("jobs", await read(_described, self._owner_id, ids))
            known = current
            now_given = await read(assigned_seqs, self._owner_id)
            changed, gone = _changed(given, now_given), _gone(given, now_given)
            if changed or gone:
                yield _frame("assigned", await read(_assigned, self._owner_id, changed + gone), gone=gone)
            given = now_given
            await asyncio.sleep(COALESCE_SECONDS)


def _changed(known: dict[UUID, int], current: dict[UUID, int]) -> list[UUID]:
    return [job_id for job_id, seq in current.items() if known.get(job_id) != seq]


def _gone(known: dict[UUID, int], current: dict[UUID, int]) -> list[UUID]:
    return [job_id for job_id in known if job_id not in current]


def _described(owner_id: UUID, ids: list[UUID]) -> list[dict[str, Any]]:
    return describe_jobs(jobs_by_id(owner_id, ids))


def _assigned(person_id: UUID, ids: list[UUID]) -> list[dict[str, Any]]:
    return describe_jobs(assigned_by_id(person_id, ids))


def _frame(kind: str, jobs: list[dict[str, Any]], *, gone: list[UUID] | None = None) -> str:
    """`gone` are tasks that ended or are somebody else's to do now; of those that may be seen still, `jobs` tell."""
    told: dict[str, Any] = {"type": kind, "jobs": jobs}
    if gone is not None:
        told["gone"] = [str(job_id) for job_id in gone]
    return json.dumps(told, ensure_ascii=False)
