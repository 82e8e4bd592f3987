"""Wakes everyone who waits, and never loses a change that came between looking and waiting."""

from __future__ import annotations

import asyncio


class Signal:
    """`version` grows with each `set`; `wait(seen)` returns once it is above `seen`."""

    def __init__(self) -> None:
        self.version = 0
        self._changed = asyncio.Event()

    def set(self) -> None:
        self.version += 1
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def wait(self, seen: int) -> None:
        """Until the next `set` after version `seen`."""
        if self.version == seen:
            await self._changed.wait()
