"""What is tried again at once, within an attempt: a limit that is over in a moment, a fault that may be."""

from __future__ import annotations

import random

from generation.llm.errors import RateLimited, Transient
from generation.llm.gate import LEAST_SECONDS, QUICK_WAIT_SECONDS
from jobs.handlers import JobContext

QUICK_RETRIES = 2
# A call that meets the provider's faults is made so often in all, over the attempts that its job may have.
FAULT_TRIES = 5
# The wait after the first fault; it doubles with each.
FAULT_WAIT_SECONDS = 0.5


class Retries:
    """Those left to one call of this attempt."""

    def __init__(self, ctx: JobContext) -> None:
        self._ctx = ctx
        self._after_limits = QUICK_RETRIES
        self._after_faults = tries_of_attempt(ctx.custodian.failures, ctx.custodian.max_attempts) - 1
        self._fault_wait = FAULT_WAIT_SECONDS

    def wait_after(self, error: RateLimited | Transient) -> float | None:
        """Seconds until the call is made again; None where it is the queue's turn, as after a longer wait."""
        wait = self._after_limit(error.seconds) if isinstance(error, RateLimited) else self._after_fault(error)
        if wait is None or wait > QUICK_WAIT_SECONDS or wait + LEAST_SECONDS > self._ctx.seconds_left():
            return None
        return wait + random.uniform(0.0, 0.2)

    def _after_limit(self, seconds: float) -> float | None:
        self._after_limits -= 1
        return seconds if self._after_limits >= 0 else None

    def _after_fault(self, error: Transient) -> float | None:
        self._after_faults -= 1
        wait = random.uniform(self._fault_wait / 2, self._fault_wait)
        self._fault_wait *= 2
        if self._after_faults < 0:
            return None
        return wait if error.retry_after is None else max(wait, error.retry_after)


def tries_of_attempt(failures: int, max_attempts: int) -> int:
    """How often a call is made in an attempt after so many `failures`; the earlier ones have the odd tries.

    Who wants a single attempt wants a single try.
    """
    if max_attempts == 1:
        return 1
    before, after = (-(-FAULT_TRIES * count // max_attempts) for count in (failures, failures + 1))
    return max(1, after - before)
