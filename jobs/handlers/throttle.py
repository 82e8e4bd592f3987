"""Leading-edge throttle: the first write goes out at once, later ones are gathered for one interval."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Throttle:
    """Calls `flush` at once when idle, else once at the end of the interval (seconds) with what came meanwhile."""

    def __init__(self, interval: float, flush: Callable[[], Awaitable[None]]) -> None:
        self._interval = interval
        self._flush = flush
        self._open_at = 0.0
        self._waiting: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()

    async def touch(self) -> None:
        """Say that there is something to flush."""
        if self._waiting is not None:
            if not self._waiting.done():
                return
            self._waiting.result()
        wait = self._open_at - asyncio.get_running_loop().time()
        if wait <= 0:
            await self._go()
        else:
            self._waiting = asyncio.create_task(self._later(wait))

    async def drain(self) -> None:
        """Flush what is gathered now; errors of a flush under way surface here."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            if waiting.done():
                waiting.result()
            else:
                waiting.cancel()
        await self._go()

    def discard(self) -> None:
        """Forget what is gathered: the job is not ours to write any more."""
        if self._waiting is not None:
            self._waiting.cancel()

    async def _later(self, wait: float) -> None:
        await asyncio.sleep(wait)
        await asyncio.shield(self._go())

    async def _go(self) -> None:
        async with self._lock:
            self._open_at = asyncio.get_running_loop().time() + self._interval
            await self._flush()
