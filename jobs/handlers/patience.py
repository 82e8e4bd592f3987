"""How a call waits for money that calls under way may give back: a moment at first, then longer, and not for ever."""

from __future__ import annotations

import asyncio
import random
import time

from jobs.errors import BudgetTied

# Between two tries: at first, and at most.
FIRST_SECONDS = 0.25
MOST_SECONDS = 2.0
# In all, or half of what the attempt has left if that is less: the other half is for the call.
ALL_SECONDS = 60.0
# A longer wait is told.
TOLD_SECONDS = 1.0
# How long the job gives its place away then; up to half as long again, so that not all come back at once.
AWAY_SECONDS = 10.0


class Patience:
    """Of one call, in an attempt that has so many seconds left."""

    def __init__(self, seconds_left: float) -> None:
        self._began = time.monotonic()
        self._most = min(ALL_SECONDS, seconds_left / 2)
        self._pause = FIRST_SECONDS

    @property
    def is_long(self) -> bool:
        return time.monotonic() - self._began > TOLD_SECONDS

    async def wait(self) -> None:
        """Until the next try. BudgetTied, which puts the job off, when it has waited for long enough."""
        if time.monotonic() - self._began + self._pause > self._most:
            text = "What is left of the budget was reserved by calls under way for too long"
            raise BudgetTied(text, AWAY_SECONDS * random.uniform(1.0, 1.5))
        await asyncio.sleep(self._pause)
        self._pause = min(2 * self._pause, MOST_SECONDS)
