"""The events of one job after another, as they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any, cast
from uuid import UUID

from jobs.live.hub import hub


class Following:
    """An event that is under way is waited for on and on: nothing else that is asked for meanwhile drops it."""

    def __init__(self) -> None:
        self._job_id: UUID | None = None
        self._events: AsyncGenerator[str] | None = None
        self._coming: asyncio.Future[str] | None = None

    async def next(self, job_id: UUID, seq: int, until: asyncio.Future[Any]) -> str | None:
        """The job's next event, the first time the one after `seq`; None once `until` is done and none has come."""
        if self._events is None or self._job_id != job_id:
            await self.close()
            self._job_id, self._events = job_id, cast(AsyncGenerator[str], hub().follow_job(job_id, seq))
        coming = self._coming = self._coming or asyncio.ensure_future(anext(self._events))
        await asyncio.wait({coming, until}, return_when=asyncio.FIRST_COMPLETED)
        if not coming.done():
            return None
        self._coming = None
        return coming.result()

    async def close(self) -> None:
        if self._coming is not None:
            await ended(self._coming)
        if self._events is not None:
            await self._events.aclose()
        self._job_id = self._events = self._coming = None


async def ended(future: asyncio.Future[Any]) -> None:
    """Cancel `future`, and wait until it is."""
    future.cancel()
    with suppress(asyncio.CancelledError):
        await future
